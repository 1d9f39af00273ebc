/**
 * The ledger: what the service knows about jobs, as values ({@link io.jobledger.ledger.JobSnapshot} in,
 * {@link io.jobledger.ledger.JobRun} and facts out), and the relational store behind them.
 *
 * <p>SQL never leaves this package, and nothing of ours is used by it. Every time is in milliseconds since the epoch.
 */
package io.jobledger.ledger;
