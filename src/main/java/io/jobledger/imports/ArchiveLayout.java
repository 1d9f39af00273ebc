package io.jobledger.imports;

/** Where archives lie below a directory. Paths are relative to it, with slashes. */
public interface ArchiveLayout {
    /** Whether a file at this path is an archive. */
    boolean isArchive(String path);

    /** What a directory at this path may hold. */
    Place place(String path);

    /** What may be found in a directory, now or later. */
    enum Place {
        /** No archives, nor directories with archives. */
        NOTHING,
        /** Archives, at any time. */
        ARCHIVES,
        /** Archives of things that end together: once it has not changed for a while, it does not change again. */
        ENDING
    }
}
