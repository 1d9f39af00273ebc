/**
 * The domain: a job, its runs and their facts, as values without SQL.
 *
 * <p>{@link io.jobledger.ledger.JobSnapshot} goes in, {@link io.jobledger.ledger.JobRun} and facts come out. The rooms below
 * store them; SQL stays in those rooms. Every time is in milliseconds since the epoch.
 */
package io.jobledger.ledger;
