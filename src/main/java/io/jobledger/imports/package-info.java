/**
 * Imports of directories of archives that engines leave behind: which files are there, which of them are new, and how far
 * an import is. What is in an archive, an {@link io.jobledger.imports.ArchiveFormat} knows.
 */
package io.jobledger.imports;
