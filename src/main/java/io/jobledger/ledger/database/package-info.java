/** Runs transactions and SQL on H2 and PostgreSQL, and says where the two differ. */
package io.jobledger.ledger.database;
