/** Reads Flink's archives of jobs: their layout, their content, and the snapshots that the ledger gets from them. */
package io.jobledger.flink.archive;
