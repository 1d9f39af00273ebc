/** Records the engine's jobs in the ledger: polls running ones, seals ended ones. */
package io.jobledger.flink.recorder;
