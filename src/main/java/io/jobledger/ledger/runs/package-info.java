/** Stores runs: their states, vertices, attempts, checkpoints, exceptions, samples and counts. */
package io.jobledger.ledger.runs;
