package io.jobledger.ledger.runs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stack trace comes down to: the innermost of its causes.
 *
 * @param exception its class; empty when the text does not look like a stack trace, which is all message then
 * @param message its first line; may be empty
 */
public record RootCause(String exception, String message) {
    private static final Pattern CAUSED_BY = Pattern.compile("(?m)^\\s*Caused by:\\s*");
    private static final Pattern CLASS = Pattern.compile("([\\w$]+(?:\\.[\\w$]+)+|[A-Z][\\w$]*(?:Exception|Error))\\b");

    /** Of what differs from one occurrence to the next, longest first: a UUID has numbers in it. */
    private static final Pattern PARTICULARS = Pattern.compile(String.join(
            "|",
            "\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b",
            "'[^'\\n]*[/\\\\:\\d][^'\\n]*'",
            "\"[^\"\\n]*[/\\\\:\\d][^\"\\n]*\"",
            "@\\p{XDigit}{4,16}\\b",
            "\\b0x\\p{XDigit}+\\b",
            "\\b(?=\\p{XDigit}*\\d)\\p{XDigit}{8,}\\b",
            "\\d+"));

    /** The root cause of the text, however little it looks like a stack trace. */
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

    /** The class and the message, without what differs from one occurrence to the next: what groups are told apart by. */
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
