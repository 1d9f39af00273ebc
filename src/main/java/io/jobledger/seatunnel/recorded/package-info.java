/** Answers from the ledger. */
package io.jobledger.seatunnel.recorded;
