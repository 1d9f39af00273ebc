/** The file of an H2 database: that it survives a full disk, and a migration that is cut off. */
package io.jobledger.ledger.h2;
