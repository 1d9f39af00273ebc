/** Polls the engine and records its jobs in the ledger. */
package io.jobledger.seatunnel.recorder;
