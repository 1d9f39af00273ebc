/** Answers about jobs: live from the engine, else from the ledger. */
package io.jobledger.seatunnel.jobs;
