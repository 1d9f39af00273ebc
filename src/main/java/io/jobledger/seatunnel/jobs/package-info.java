/** What is told of jobs: live by the engine, else from the ledger. */
package io.jobledger.seatunnel.jobs;
