/**
 * Imports of directories of archives that engines leave behind: the files, the new ones among them, and the progress.
 * An {@link io.jobledger.imports.ArchiveFormat} reads the content of archives.
 */
package io.jobledger.imports;
