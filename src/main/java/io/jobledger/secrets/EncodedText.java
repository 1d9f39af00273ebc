package io.jobledger.secrets;

import java.util.function.IntPredicate;

/** Reads one text in which quotes and characters may be escaped, once or more often. Places are indexes of chars. */
final class EncodedText {

    /** The characters of JSON's escape of one character, without its backslash: {@code u0061}. */
    private static final int ESCAPE = 5;

    /** The most backslashes of an escape: a text may be in a text. */
    private static final int DEEPEST = 8;

    private final String text;
    private final int length;

    EncodedText(String text) {
        this.text = text;
        this.length = text.length();
    }

    /** Returns the end of an unquoted value: a quote, which may be escaped, or a char that {@code ends} accepts. */
    int end(int start, IntPredicate ends) {
        int at = start;
        while (at < length && !ends.test(text.charAt(at))) {
            int escape = escape(at);
            if (escape > 0) {
                char c = unescaped(at, escape);
                if (at > start && (ends.test(c) || isQuote(c))) {
                    break;
                }
                at += escape;
                continue;
            }
            int behind = backslashes(at);
            if (behind < length && isQuote(text.charAt(behind))) {
                break;
            }
            at = Math.max(behind, at + 1);
        }
        return at;
    }

    /**
     * Returns the end of a text whose opening quote follows this many backslashes. It is at the backslashes before the
     * closing quote, or at the end of all.
     */
    int closing(int quote, int escapes) {
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
    int balanced(int start) {
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

    /** Returns the place behind the quote that may close a name. */
    int closingQuote(int end) {
        int escape = end < length ? escape(end) : 0;
        if (escape > 0 && isQuote(unescaped(end, escape))) {
            return end + escape;
        }
        int quote = backslashes(end);
        return quote < length && isQuote(text.charAt(quote)) ? quote + 1 : end;
    }

    int backslashes(int at) {
        int end = at;
        while (end < length && text.charAt(end) == '\\') {
            end++;
        }
        return end;
    }

    boolean isQuoteAt(int at) {
        int quote = backslashes(at);
        return quote < length && isQuote(text.charAt(quote));
    }

    /** Returns the length of a character of a name: 1, more if it is escaped, 0 if there is none. */
    int nameChars(int at) {
        if (at >= length) {
            return 0;
        }
        if (isOfName(text.charAt(at))) {
            return 1;
        }
        int escape = escape(at);
        return escape > 0 && isOfName(unescaped(at, escape)) ? escape : 0;
    }

    /**
     * Returns the length of an escaped character: JSON's, with as many backslashes as the text is nested, or that of
     * URLs. 0 if there is none.
     */
    int escape(int at) {
        char first = text.charAt(at);
        if (first == '%') {
            return isHex(at + 1, 2) ? 3 : 0;
        }
        if (first != '\\') {
            return 0;
        }
        int behind = at + 1;
        while (behind < length && behind < at + DEEPEST && text.charAt(behind) == '\\') {
            behind++;
        }
        boolean escaped = behind < length && text.charAt(behind) == 'u' && isHex(behind + 1, ESCAPE - 1);
        return escaped ? behind + ESCAPE - at : 0;
    }

    private boolean isHex(int start, int digits) {
        for (int at = start; at < start + digits; at++) {
            if (at >= length || Character.digit(text.charAt(at), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** @param escape its length */
    char unescaped(int at, int escape) {
        int digits = text.charAt(at) == '%' ? 2 : ESCAPE - 1;
        return (char) Integer.parseInt(text.substring(at + escape - digits, at + escape), 16);
    }

    String unescapedName(int start, int end) {
        StringBuilder plain = new StringBuilder();
        for (int at = start; at < end; ) {
            int escape = escape(at);
            plain.append(escape == 0 ? text.charAt(at) : unescaped(at, escape));
            at += Math.max(1, escape);
        }
        return plain.toString();
    }

    /** Returns the place behind blanks, ends of lines included. */
    int blanks(int at) {
        int end = at;
        while (end < length && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    int spaces(int at) {
        int end = at;
        while (end < length && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
    }

    static boolean isEndOfValue(int c) {
        return c == '&' || c == ';' || Character.isWhitespace(c);
    }

    static boolean isEndInList(int c) {
        return c == ',' || c == '}' || c == ']' || c == ')';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }
}
