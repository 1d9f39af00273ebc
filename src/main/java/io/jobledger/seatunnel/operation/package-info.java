/** Operations that submit and stop jobs. Each is noted in the ledger. */
package io.jobledger.seatunnel.operation;
