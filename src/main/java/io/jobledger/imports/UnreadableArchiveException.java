package io.jobledger.imports;

/** Says, for people, why a file is not, or not yet, a whole archive. */
public final class UnreadableArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableArchiveException(String reason, Throwable cause) {
        super(reason, cause);
    }

    public UnreadableArchiveException(String reason) {
        super(reason);
    }
}
