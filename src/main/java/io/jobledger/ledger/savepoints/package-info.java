/** Stores savepoints, by cluster and path. */
package io.jobledger.ledger.savepoints;
