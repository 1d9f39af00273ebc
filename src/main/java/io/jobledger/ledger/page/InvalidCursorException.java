package io.jobledger.ledger.page;

/** A cursor that is none, or one of another question. */
public final class InvalidCursorException extends IllegalArgumentException {
    public InvalidCursorException(String message) {
        super(message);
    }
}
