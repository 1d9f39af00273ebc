package io.jobledger.imports;

/** A file that is not, or not yet, a whole archive; the message says why, for people. */
public final class UnreadableArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableArchiveException(String reason, Throwable cause) {
        super(reason, cause);
    }

    public UnreadableArchiveException(String reason) {
        super(reason);
    }
}
