/** Stores imports of archive directories: progress, files that were taken, files in quarantine. */
package io.jobledger.ledger.imports;
