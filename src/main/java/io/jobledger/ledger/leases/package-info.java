/** Grants work to one service of several that share a database. */
package io.jobledger.ledger.leases;
