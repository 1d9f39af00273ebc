package io.jobledger.imports;

/** Tells the places of archives below a directory. Paths are relative to it, with slashes. */
public interface ArchiveLayout {
    /** Returns whether a file at this path is an archive. */
    boolean isArchive(String path);

    /** Returns the kind of place that a directory at this path is. */
    Place place(String path);

    /** Says whether a directory may have archives, now or later. */
    enum Place {
        /** No archives, nor directories with archives. */
        NOTHING,
        /** Archives, at any time. */
        ARCHIVES,
        /** Archives that end together. Once the directory has not changed for a while, it does not change again. */
        ENDING
    }
}
