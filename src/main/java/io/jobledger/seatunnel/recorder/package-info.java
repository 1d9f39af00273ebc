/** Polls the engine and writes what its jobs do into the ledger. */
package io.jobledger.seatunnel.recorder;
