/** Deletes the history of runs by rules, if there are any. */
package io.jobledger.ledger.retention;
