/** Stores the names and sizes of uploaded jars. */
package io.jobledger.ledger.jars;
