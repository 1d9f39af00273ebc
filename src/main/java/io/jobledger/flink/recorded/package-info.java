/** Decides whether the engine or the ledger answers about a job, and gives the ledger's answers. */
package io.jobledger.flink.recorded;
