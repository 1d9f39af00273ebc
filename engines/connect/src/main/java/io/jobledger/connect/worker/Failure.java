package io.jobledger.connect.worker;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Describes why an attempt of a task ended.
 *
 * @param attempt from 0
 * @param time in milliseconds since 1970
 * @param trace the stack trace
 */
record Failure(int attempt, long time, String trace) {

    static String trace(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
