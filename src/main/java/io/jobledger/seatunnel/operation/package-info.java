/** What changes something on the engine: submitting and stopping jobs, each noted in the ledger. */
package io.jobledger.seatunnel.operation;
