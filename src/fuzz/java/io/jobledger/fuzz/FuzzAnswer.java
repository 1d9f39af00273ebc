package io.jobledger.fuzz;

/**
 * An answer as it came.
 *
 * @param status 0 if the connection was closed without an answer, -1 if none came in time
 * @param body at most its first few thousand bytes, one char per byte
 * @param millis from the last byte sent, or from the answer before, to the last byte read
 */
record FuzzAnswer(int status, String body, boolean closes, long millis) {
    static final int CLOSED = 0;
    static final int NONE = -1;

    static FuzzAnswer closed(String why, long millis) {
        return new FuzzAnswer(CLOSED, why, true, millis);
    }

    static FuzzAnswer none(long millis) {
        return new FuzzAnswer(NONE, "", true, millis);
    }
}
