package io.jobledger.ledger.h2;

import io.micronaut.data.exceptions.DataAccessException;
import java.io.File;
import org.slf4j.event.Level;

/** Refuses a write to the ledger while its disk is nearly full. Reads go on. The message is for users. */
public final class DiskNearlyFullException extends DataAccessException {
    private static final long serialVersionUID = 1L;
    private static final int MEGABYTE = 1 << 20;

    /** Returns the level at which to log a failure of one of many rounds. The log already has this failure, once. */
    public static Level level(Exception failure) {
        return failure instanceof DiskNearlyFullException ? Level.DEBUG : Level.WARN;
    }

    /**
     * @param free in bytes
     * @param needed bytes that have to be free before this is written
     */
    DiskNearlyFullException(File directory, long free, long needed) {
        super("The disk of " + directory + " is nearly full: " + free / MEGABYTE
                + " MB are free, and nothing is recorded" + " until " + needed / MEGABYTE
                + " MB are (jobledger.disk-reserve says how many).");
    }
}
