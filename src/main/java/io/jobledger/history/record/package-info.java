/** Facts of the ledger as the contract words them. */
package io.jobledger.history.record;
