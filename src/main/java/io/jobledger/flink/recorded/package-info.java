/** Answers about jobs that the ledger, not the engine, is asked for. */
package io.jobledger.flink.recorded;
