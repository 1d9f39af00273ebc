package io.jobledger.ledger.runs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts the innermost cause of a stack trace.
 *
 * @param exception its class; empty when the text does not look like a stack trace, which is all message then
 * @param message its first line; may be empty
 */
public record RootCause(String exception, String message) {
    private static final Pattern CAUSED_BY = Pattern.compile("(?m)^\\s*Caused by:\\s*");
    private static final Pattern CLASS = Pattern.compile("([\\w$]+(?:\\.[\\w$]+)+|[A-Z][\\w$]*(?:Exception|Error))\\b");

    /** Parts that differ from one occurrence to the next, longest first: a UUID has numbers in it. */
    private static final Pattern PARTICULARS = Pattern.compile(String.join(
            "|",
            "\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b",
            "'[^'\\n]*[/\\\\:\\d][^'\\n]*'",
            "\"[^\"\\n]*[/\\\\:\\d][^\"\\n]*\"",
            "@\\p{XDigit}{4,16}\\b",
            "\\b0x\\p{XDigit}+\\b",
            "\\b(?=\\p{XDigit}*\\d)\\p{XDigit}{8,}\\b",
            "\\d+"));

    /** Returns the root cause of the text, even if the text hardly looks like a stack trace. */
    public static RootCause of(String text) {
        String innermost = innermost(text);
        int end = innermost.indexOf('\n');
        String line = (end < 0 ? innermost : innermost.substring(0, end)).strip();
        Matcher exception = CLASS.matcher(line);
        if (!exception.lookingAt()) {
            return new RootCause("", line);
        }
        String rest = line.substring(exception.end()).strip();
        return new RootCause(
                exception.group(), rest.startsWith(":") ? rest.substring(1).strip() : rest);
    }

    /** Returns the text that tells groups apart: class and message, without the parts that differ each time. */
    public String kind() {
        return exception + '\n' + PARTICULARS.matcher(message).replaceAll("#");
    }

    private static String innermost(String text) {
        int start = 0;
        Matcher cause = CAUSED_BY.matcher(text);
        while (cause.find()) {
            start = cause.end();
        }
        return text.substring(start).stripLeading();
    }
}
