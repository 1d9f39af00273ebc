package io.jobledger.seatunnel.secrets;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Masks the secrets in one text, in one pass from its beginning to its end. */
final class SecretScan {

    private static final String PEM_BEGIN = "-----BEGIN ";
    private static final String PEM_END = "-----END ";
    private static final String PEM_KEY = "PRIVATE KEY-----";
    private static final String ORACLE = "jdbc:oracle:";
    private static final String TRIPLE = "\"\"\"";

    private final String text;
    private final int length;
    private final StringBuilder out = new StringBuilder();

    /** The place up to which the text has been written to {@link #out}. */
    private int written;

    SecretScan(String text) {
        this.text = text;
        this.length = text.length();
    }

    String masked() {
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (isOfName(c)) {
                at = name(at);
            } else if (text.startsWith("://", at)) {
                at = authority(at + 3);
            } else {
                at++;
            }
        }
        return written == 0 ? text : out.append(text, written, length).toString();
    }

    /** @return the place to go on from, as in all methods below */
    private int name(int start) {
        int end = start;
        while (end < length && isOfName(text.charAt(end))) {
            end++;
        }
        if (text.regionMatches(true, start, "jdbc", 0, 4)
                && text.regionMatches(true, start, ORACLE, 0, ORACLE.length())) {
            return oracle(start + ORACLE.length());
        }
        int pem = end - PEM_BEGIN.length() + 1;
        if (pem >= start && text.startsWith(PEM_BEGIN, pem)) {
            return privateKey(pem);
        }
        String name = text.substring(start, end);
        if (name.equalsIgnoreCase("bearer") && end < length && text.charAt(end) == ' ') {
            return unquoted(end + 1, false);
        }
        if (!SecretNames.isSecret(name) || name.endsWith("Exception") || name.endsWith("Error")) {
            return end;
        }
        return valueOf(name, start, end);
    }

    private int valueOf(String name, int start, int end) {
        if (start > 0 && text.charAt(start - 1) == '<' && end < length && text.charAt(end) == '>') {
            int close = text.indexOf('<', end);
            return mask(end + 1, close < 0 ? length : close);
        }
        int at = spaces(closingQuote(end));
        if (at >= length) {
            return end;
        }
        char separator = text.charAt(at);
        if (separator == '{' || separator == '[') {
            return mask(at, balanced(at));
        }
        if (isQuote(separator) && at > end && name.toLowerCase(Locale.ROOT).endsWith("password")) {
            return quoted(at, at);
        }
        if (separator != '=' && separator != ':') {
            return end;
        }
        char next = at + 1 < length ? text.charAt(at + 1) : ' ';
        if (separator == ':' && (next == ':' || text.startsWith("//", at + 1))) {
            return at + 1;
        }
        return value(name, spaces(at + 1), separator == ':');
    }

    private int value(String name, int start, boolean afterColon) {
        if (start >= length) {
            return start;
        }
        char first = text.charAt(start);
        int quote = backslashes(start);
        if (quote < length && isQuote(text.charAt(quote))) {
            return quoted(start, quote);
        }
        if (first == '{' || first == '[') {
            return mask(start, balanced(start));
        }
        if (name.toLowerCase(Locale.ROOT).endsWith("authorization")) {
            return mask(start, end(start, SecretScan::isEndOfLine));
        }
        return unquoted(start, afterColon);
    }

    /** @param inList whether a comma or a bracket ends the value */
    private int unquoted(int start, boolean inList) {
        return mask(start, end(start, c -> isEndOfValue(c) || inList && isEndInList(c)));
    }

    /** Returns the end of an unquoted value: a quote, which may be escaped, or a char that {@code ends} accepts. */
    private int end(int start, IntPredicate ends) {
        int at = start;
        while (at < length && !ends.test(text.charAt(at))) {
            int behind = backslashes(at);
            if (behind < length && isQuote(text.charAt(behind))) {
                break;
            }
            at = Math.max(behind, at + 1);
        }
        return at;
    }

    /**
     * Masks a quoted value. Texts may be nested, so its quotes may be escaped once or more often.
     *
     * @param start the first backslash before the opening quote
     * @param quote the place of the quote itself
     */
    private int quoted(int start, int quote) {
        if (text.startsWith(TRIPLE, quote)) {
            int close = text.indexOf(TRIPLE, quote + TRIPLE.length());
            return mask(quote + TRIPLE.length(), close < 0 ? length : close) + TRIPLE.length();
        }
        return mask(quote + 1, closing(quote, quote - start)) + 1;
    }

    /**
     * Returns the end of a text whose opening quote follows this many backslashes. It is at the backslashes before the
     * closing quote, or at the end of all.
     */
    private int closing(int quote, int escapes) {
        char kind = text.charAt(quote);
        int at = quote + 1;
        while (at < length) {
            int run = at;
            at = backslashes(at);
            if (at < length && text.charAt(at) == kind) {
                int more = at - run - escapes;
                boolean doubled = kind == '\'' && more == 0 && text.startsWith("''", at) && run > quote + 1;
                if (doubled) {
                    at++;
                } else if (more < 0 || more % (2 * (escapes + 1)) == 0) {
                    return at - Math.min(escapes, at - run);
                }
            }
            at++;
        }
        return length;
    }

    /** Returns the place behind the closing bracket of the one at {@code start}, or the end. Skips quoted brackets. */
    private int balanced(int start) {
        int depth = 0;
        int at = start;
        while (at < length) {
            char c = text.charAt(at);
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            } else if (c == '"' || c == '\\') {
                int quote = backslashes(at);
                if (quote < length && text.charAt(quote) == '"') {
                    at = closing(quote, quote - at);
                    at = backslashes(at);
                } else {
                    at = quote - 1;
                }
            }
            at++;
        }
        return length;
    }

    /** Masks the secret of {@code user:secret@}. */
    private int authority(int start) {
        int colon = -1;
        int last = -1;
        int end = start;
        while (end < length && !isEndOfAuthority(text.charAt(end))) {
            char c = text.charAt(end);
            if (c == ':' && colon < 0) {
                colon = end;
            } else if (c == '@') {
                last = end;
            }
            end++;
        }
        // Without a secret, the words here may be names themselves.
        return colon >= 0 && last > colon ? mask(colon + 1, last) : start;
    }

    /** Masks the secret of {@code thin:user/secret@host}. */
    private int oracle(int start) {
        int slash = -1;
        int end = start;
        while (end < length && !isEndOfOracleUser(text.charAt(end))) {
            if (text.charAt(end) == '/' && slash < 0) {
                slash = end;
            }
            end++;
        }
        boolean found = slash >= 0 && end < length && text.charAt(end) == '@';
        return found ? mask(slash + 1, end) : end;
    }

    private int privateKey(int start) {
        int line = text.indexOf("-----", start + PEM_BEGIN.length());
        if (line < 0 || !text.startsWith(PEM_KEY, line + "-----".length() - PEM_KEY.length())) {
            return start + PEM_BEGIN.length();
        }
        int body = line + "-----".length();
        int end = text.indexOf(PEM_END, body);
        return mask(body, end < 0 ? length : end);
    }

    /** @return {@code end}, the place to go on from */
    private int mask(int start, int end) {
        if (start < end && !(end - start == Secrets.MASK.length() && text.startsWith(Secrets.MASK, start))) {
            out.append(text, written, start).append(Secrets.MASK);
            written = end;
        }
        return end;
    }

    /** Returns the place behind the quote that may close a name. */
    private int closingQuote(int end) {
        int quote = backslashes(end);
        return quote < length && isQuote(text.charAt(quote)) ? quote + 1 : end;
    }

    private int backslashes(int at) {
        int end = at;
        while (end < length && text.charAt(end) == '\\') {
            end++;
        }
        return end;
    }

    private int spaces(int at) {
        int end = at;
        while (end < length && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
    }

    private static boolean isEndOfAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == '\\' || Character.isWhitespace(c) || isQuote(c);
    }

    private static boolean isEndOfOracleUser(char c) {
        return c == '@' || c == '?' || c == '\\' || isQuote(c) || isEndOfValue(c);
    }

    private static boolean isEndOfValue(int c) {
        return c == '&' || c == ';' || Character.isWhitespace(c);
    }

    private static boolean isEndInList(int c) {
        return c == ',' || c == '}' || c == ']' || c == ')';
    }

    private static boolean isEndOfLine(int c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }
}
