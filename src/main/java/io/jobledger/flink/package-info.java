/** Puts Flink's monitoring REST API in front of a cluster, and records the cluster's jobs in the ledger. */
package io.jobledger.flink;
