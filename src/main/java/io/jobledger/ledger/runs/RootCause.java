package io.jobledger.ledger.runs;

import io.jobledger.ledger.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts the innermost cause of a stack trace.
 *
 * @param exception its class; empty when the text does not look like a stack trace, which is all message then
 * @param message its first line; may be empty
 */
public record RootCause(String exception, String message) {
    /** The number of a message's characters that tell groups apart. The patterns take too long for megabytes. */
    private static final int TELLING = 4096;

    private static final Pattern BRANCH = Pattern.compile("(?m)^([ \\t]*)(Caused by|Suppressed):[ \\t]*");
    private static final String CIRCULAR = "[CIRCULAR REFERENCE:";
    private static final Pattern FRAME = Pattern.compile("(?m)^[ \\t]+(?:at \\S|\\.\\.\\. \\d+ )");
    private static final String PART = "\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}/-]*";
    /** Possessive, as the next one: else a name of thousands of parts takes as many frames of the stack. */
    private static final Pattern CLASS = Pattern.compile(PART + "(?:\\." + PART + ")*+");

    private static final Pattern CAMEL = Pattern.compile("\\$|\\p{Ll}.*\\p{Lu}");
    private static final Pattern LEADING_CLASS =
            Pattern.compile("([\\w$]+(?:\\.[\\w$]+)++|[A-Z][\\w$]*(?:Exception|Error))\\b");

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
        int start = innermost(text);
        String innermost = text.substring(start).stripLeading();
        int end = innermost.indexOf('\n');
        String line = (end < 0 ? innermost : innermost.substring(0, end)).strip();
        return of(line, start > 0 || FRAME.matcher(innermost).find());
    }

    /** @param trace whether the line is known to begin with a class, whatever its name */
    private static RootCause of(String line, boolean trace) {
        int colon = (line + ' ').indexOf(": ");
        String head = colon < 0 ? line : line.substring(0, colon);
        if (CLASS.matcher(head).matches() && (trace || looksLikeClass(head, colon < 0))) {
            return new RootCause(
                    head, colon < 0 ? "" : line.substring(colon + 1).strip());
        }
        Matcher leading = LEADING_CLASS.matcher(line);
        if (!leading.lookingAt()) {
            return new RootCause("", line);
        }
        String rest = line.substring(leading.end()).strip();
        return new RootCause(
                leading.group(), rest.startsWith(":") ? rest.substring(1).strip() : rest);
    }

    /** Returns whether it is a class without a stack trace; one word may as well be a message. */
    private static boolean looksLikeClass(String head, boolean alone) {
        return head.indexOf('.') > 0
                || !Character.isLowerCase(head.codePointAt(0))
                        && (!alone || CAMEL.matcher(head).find());
    }

    /** Returns the text that tells groups apart: class and message, without the parts that differ each time. */
    public String kind() {
        return exception
                + '\n'
                + PARTICULARS.matcher(Limits.fit(message, TELLING)).replaceAll("#");
    }

    /**
     * Returns the index of the innermost cause. Causes of suppressed exceptions are indented as those are. A cause that
     * leads back to an earlier exception is none.
     */
    private static int innermost(String text) {
        int start = 0;
        int suppressed = Integer.MAX_VALUE;
        Matcher branch = BRANCH.matcher(text);
        while (branch.find()) {
            int indent = branch.group(1).length();
            if (branch.group(2).equals("Suppressed")) {
                suppressed = indent > 0 ? Math.min(suppressed, indent) : suppressed;
            } else if (indent < suppressed && !text.startsWith(CIRCULAR, branch.end())) {
                start = branch.end();
                suppressed = Integer.MAX_VALUE;
            }
        }
        return start;
    }
}
