/** Counts ended runs by state, name and time, and measures their durations. */
package io.jobledger.ledger.statistics;
