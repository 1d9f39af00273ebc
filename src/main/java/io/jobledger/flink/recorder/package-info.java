/** Writes the engine's jobs into the ledger: polls while they run, seals them when they have ended. */
package io.jobledger.flink.recorder;
