package io.jobledger.flink.recorded;

/**
 * Says, for people, how an archive is damaged. The message is our own words: none of a library, and no text of a file
 * that may be no archive.
 */
public final class DamagedArchiveException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public DamagedArchiveException(String reason) {
        super(reason);
    }

    public DamagedArchiveException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
