package io.jobledger.ledger.page;

/** Rejects a text that is no cursor, or a cursor of another query. */
public final class InvalidCursorException extends IllegalArgumentException {
    public InvalidCursorException(String message) {
        super(message);
    }
}
