/**
 * Apache Flink: its monitoring REST API in front of a real cluster, and the recorder that writes the cluster's jobs into
 * the ledger.
 */
package io.jobledger.flink;
