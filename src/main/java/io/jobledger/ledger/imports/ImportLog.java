package io.jobledger.ledger.imports;

import io.jobledger.ledger.page.InvalidCursorException;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.micronaut.core.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps the imports of archive directories: their progress, and the files that need not be read again. */
public interface ImportLog {
    /**
     * Begins an import, or finds the one of this directory that runs already.
     *
     * @param directory at most 1,024 characters
     * @param at milliseconds since the epoch
     */
    Import begin(String engine, String cluster, String directory, boolean watched, long at);

    Optional<Import> find(long id);

    /** Returns the last watched import of the directory, in any state. */
    Optional<Import> watched(String engine, String cluster, String directory);

    /**
     * Returns imports, newest first.
     *
     * @throws InvalidCursorException if the page's cursor is not one of imports
     */
    Page<Import> list(PageRequest page);

    List<Import> running();

    /** @return whether it runs now and did not before; false also if another one of its directory runs */
    boolean resume(long id);

    /**
     * Ends an import that runs.
     *
     * @return whether it ran
     */
    boolean end(long id, ImportState state, @Nullable String error, long at);

    /** @return whether the import still runs; its progress is noted in any case */
    boolean progress(long id, ImportProgress progress);

    /**
     * Notes files that need not be read again.
     *
     * @param taken whether this import took them, or they told nothing new
     * @param files 16 bytes of each
     */
    void done(long id, boolean taken, byte[] files);

    /**
     * Returns the time since which changes of the directory's known files may be unseen, in ms since the epoch. It is
     * the start of the last completed import of the directory, or of the first import if none has completed.
     */
    long unseenSince(long id);

    /** Reads all files of the import's directory that need not be read again, by any import. */
    void eachDone(long id, DoneFiles reader);

    /** Takes some files. */
    interface DoneFiles {
        /** @param taken whether the import that was asked for took them */
        void read(boolean taken, byte[] files);
    }

    /** Notes a file, or its changes. The time when it was first seen stays. */
    void quarantine(long id, QuarantinedFile file);

    /** Takes files out of quarantine that could be read now. */
    void release(long id, Collection<String> files);

    /** Returns all files in quarantine, by path. */
    List<QuarantinedFile> quarantined(long id);

    /**
     * Returns one page of the files in quarantine, by path.
     *
     * @throws InvalidCursorException if the page's cursor is not one of this import's quarantine
     */
    Page<QuarantinedFile> quarantined(long id, PageRequest page);
}
