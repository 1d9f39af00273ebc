/** Plain JDBC, and what H2 and PostgreSQL do differently. */
package io.jobledger.ledger.sql;
