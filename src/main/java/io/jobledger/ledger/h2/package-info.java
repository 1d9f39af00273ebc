/** Keeps the file of an H2 database whole on a full disk and in a migration that is cut off. */
package io.jobledger.ledger.h2;
