package io.jobledger.secrets;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/** Masks the secrets in one text, in one pass from its beginning to its end. */
final class SecretScan {

    private static final String PEM_BEGIN = "-----BEGIN ";
    private static final String PEM_END = "-----END ";
    private static final String PEM_KEY = "PRIVATE KEY-----";
    private static final String ORACLE = "jdbc:oracle:";
    private static final String TRIPLE = "\"\"\"";

    /** The characters of JSON's escape of one character, without its backslash: {@code u0061}. */
    private static final int ESCAPE = 5;

    /** The most backslashes of an escape: a text may be in a text. */
    private static final int DEEPEST = 8;

    /** Words that follow "Basic" where no secret does. */
    private static final Set<String> BASIC_WORDS = Set.of(
            "and",
            "auth",
            "authentication",
            "authorization",
            "access",
            "check",
            "checks",
            "config",
            "configuration",
            "credentials",
            "data",
            "example",
            "function",
            "functions",
            "header",
            "headers",
            "http",
            "https",
            "info",
            "information",
            "is",
            "job",
            "login",
            "metrics",
            "mode",
            "operation",
            "operations",
            "or",
            "realm",
            "scheme",
            "security",
            "settings",
            "setup",
            "statistics",
            "structure",
            "support",
            "test",
            "tier",
            "type",
            "types",
            "usage",
            "was",
            "with");

    private final String text;
    private final int length;
    private final StringBuilder out = new StringBuilder();

    /** The letter with which the command takes a secret whose line is being read. */
    private char letter;

    /** The place up to which no {@code user:secret@protocol(address)} begins. */
    private int noDataSource;

    /** The place up to which the text has been written to {@link #out}. */
    private int written;

    SecretScan(String text) {
        this(text, CommandOptions.NONE);
    }

    /** @param letter of the command whose argument the text is, see {@link CommandOptions#letter} */
    SecretScan(String text, char letter) {
        this.text = text;
        this.length = text.length();
        this.letter = letter;
    }

    String masked() {
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (nameChars(at) > 0) {
                at = name(at);
            } else if (isEndOfCommand(c) || c == ':' && at > 0 && isQuote(text.charAt(at - 1))) {
                letter = CommandOptions.NONE;
                at++;
            } else if (escape(at) > 0) {
                at += escape(at);
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
        boolean escaped = false;
        for (int more = nameChars(end); more > 0; more = nameChars(end)) {
            escaped |= more > 1;
            end += more;
        }
        if (text.regionMatches(true, start, "jdbc", 0, 4)
                && text.regionMatches(true, start, ORACLE, 0, ORACLE.length())) {
            return oracle(start + ORACLE.length());
        }
        int pem = end - PEM_BEGIN.length() + 1;
        if (pem >= start && text.startsWith(PEM_BEGIN, pem)) {
            return privateKey(pem);
        }
        String name = escaped ? unescapedName(start, end) : text.substring(start, end);
        if (name.equalsIgnoreCase("bearer") && end < length && text.charAt(end) == ' ') {
            return unquoted(end + 1, false);
        }
        if (name.equalsIgnoreCase("basic") && end < length && text.charAt(end) == ' ') {
            return basic(name, end + 1);
        }
        if (name.equalsIgnoreCase("identified")) {
            return identified(end);
        }
        if (name.charAt(0) == '-') {
            int behind = option(name, start, end);
            if (behind > end) {
                return behind;
            }
        } else if (CommandOptions.letter(name) != CommandOptions.NONE) {
            letter = CommandOptions.letter(name);
        }
        if (end < length && text.charAt(end) == ':' && end >= noDataSource) {
            int behind = dataSource(end);
            if (behind > end) {
                return behind;
            }
        }
        String property = name.startsWith("-D") ? name.substring("-D".length()) : name;
        if (!SecretNames.isSecret(property) || name.endsWith("Exception") || name.endsWith("Error")) {
            return end;
        }
        return valueOf(name, start, end);
    }

    /** Masks what follows "Basic", unless it is a word of a sentence. */
    private int basic(String name, int start) {
        int end = end(start, c -> isEndOfValue(c) || isEndInList(c));
        String value = text.substring(start, end);
        boolean word = BASIC_WORDS.contains(value.toLowerCase(Locale.ROOT).replaceAll("[.:=].*", ""));
        boolean plain = value.chars().allMatch(c -> Character.isLowerCase(c) || c == '.' || c == ':');
        // In small letters it is mostly an adjective.
        return word || plain && name.equals("basic") ? start : mask(start, end);
    }

    /** Masks the secret of {@code IDENTIFIED [WITH plugin] BY [PASSWORD] 'secret'}. */
    private int identified(int start) {
        int at = start;
        for (int words = 0; words < 4; words++) {
            int begin = blanks(at);
            at = begin;
            while (at < length && isOfName(text.charAt(at))) {
                at++;
            }
            String word = text.substring(begin, at);
            if (word.equalsIgnoreCase("by") || word.equalsIgnoreCase("as")) {
                int value = blanks(at);
                if (text.regionMatches(true, value, "password ", 0, "password ".length())) {
                    value = blanks(value + "password".length());
                }
                return value < length && value > at ? value("by", value, true) : start;
            }
            if (word.isEmpty() || words == 0 && !word.equalsIgnoreCase("with")) {
                break;
            }
        }
        return start;
    }

    /** @return {@code end} if the option shows no secret, see {@link CommandOptions} */
    private int option(String name, int start, int end) {
        if (CommandOptions.hasAttached(name, letter)) {
            return mask(start + 2, end(start + 2, Character::isWhitespace));
        }
        int quote = backslashes(end);
        if (letter != CommandOptions.NONE
                && name.length() == 2
                && name.charAt(1) == letter
                && quote < length
                && isQuote(text.charAt(quote))
                && quote + 1 < length
                && text.charAt(quote + 1) != ','
                && text.charAt(quote + 1) != ']') {
            return quoted(end, quote);
        }
        if (CommandOptions.hasAttachedUser(name) && end < length && text.charAt(end) == ':') {
            return user(start + 2);
        }
        CommandOptions.Value value = CommandOptions.valueOf(name, letter);
        int at = value == CommandOptions.Value.PLAIN ? end : nextArgument(end);
        int first = at < length && isQuoteAt(at) ? backslashes(at) + 1 : at;
        if (at == end || first >= length || text.charAt(first) == '-') {
            return end;
        }
        if (value == CommandOptions.Value.USER) {
            return user(at);
        }
        return "=:{[(".indexOf(text.charAt(at)) >= 0 ? end : value("", at, true);
    }

    /** Returns the place of the next argument, in a line or a list; {@code end} if there is none. */
    private int nextArgument(int end) {
        int behind = closingQuote(end);
        int at = spaces(behind);
        if (at < length && text.charAt(at) == ',') {
            return blanks(at + 1);
        }
        boolean assigned = at < length && text.charAt(at) == '=';
        return assigned ? spaces(at + 1) : at > behind ? at : end;
    }

    /** Masks the secret of {@code user:secret}. Two numbers are the ids of a user and a group. */
    private int user(int start) {
        int quote = backslashes(start);
        boolean inQuotes = quote < length && isQuote(text.charAt(quote));
        int begin = inQuotes ? quote + 1 : start;
        int end = inQuotes ? closing(quote, quote - start) : end(start, c -> isEndOfValue(c) || isEndInList(c));
        int colon = begin;
        while (colon < end && text.charAt(colon) != ':') {
            colon++;
        }
        if (colon >= end || text.startsWith("://", colon)) {
            return begin;
        }
        boolean ids = text.substring(begin, end).chars().allMatch(c -> Character.isDigit(c) || c == ':');
        return ids ? end : mask(colon + 1, end);
    }

    /** Masks the secret of {@code user:secret@protocol(address)/name}, as programs in Go have it. */
    private int dataSource(int colon) {
        int end = end(colon + 1, Character::isWhitespace);
        int found = -1;
        int protocol = end;
        boolean url = false;
        for (int at = end - 1; at > colon; at--) {
            char c = text.charAt(at);
            url |= c == '/' && text.startsWith("://", at - 2);
            if (c == '@' && found < 0 && protocol < end) {
                boolean address = text.charAt(protocol) == '(' && isProtocol(at + 1, protocol);
                boolean database = text.charAt(protocol) == '/' && protocol == at + 1;
                found = address || database ? at : found;
            }
            protocol = Character.isLetterOrDigit(c) ? protocol : at;
        }
        if (found <= colon + 1 || url) {
            noDataSource = end;
            return colon;
        }
        return mask(colon + 1, found);
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
        int escape = escape(at);
        if (escape > 0 && (unescaped(at, escape) == '=' || unescaped(at, escape) == ':')) {
            return value(name, spaces(at + escape), false);
        }
        if (separator == '(' && isQuoteAt(spaces(at + 1))) {
            return value(name, spaces(at + 1), true);
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
        int function = start;
        while (function < length && Character.isLetter(text.charAt(function))) {
            function++;
        }
        if (function > start && function < length && text.charAt(function) == '(' && isQuoteAt(function + 1)) {
            return quoted(function + 1, backslashes(function + 1));
        }
        if (name.toLowerCase(Locale.ROOT).endsWith("authorization")) {
            return mask(start, end(start, SecretScan::isEndOfLine));
        }
        return unquoted(start, afterColon);
    }

    /** @param inList whether a comma or a bracket ends the value */
    private int unquoted(int start, boolean inList) {
        int escape = start < length ? escape(start) : 0;
        if (escape > 0 && isQuote(unescaped(start, escape))) {
            return mask(start + escape, end(start + escape, c -> false));
        }
        return mask(start, end(start, c -> isEndOfValue(c) || inList && isEndInList(c)));
    }

    /** Returns the end of an unquoted value: a quote, which may be escaped, or a char that {@code ends} accepts. */
    private int end(int start, IntPredicate ends) {
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
        int escape = end < length ? escape(end) : 0;
        if (escape > 0 && isQuote(unescaped(end, escape))) {
            return end + escape;
        }
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

    /** Returns whether it is a name as {@code tcp} and {@code udp6}, and no hash of an object. */
    private boolean isProtocol(int start, int end) {
        int at = start;
        while (at < end && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at > start && (at == end || at == end - 1 && "46".indexOf(text.charAt(at)) >= 0);
    }

    private boolean isQuoteAt(int at) {
        int quote = backslashes(at);
        return quote < length && isQuote(text.charAt(quote));
    }

    /** Returns the length of a character of a name: 1, more if it is escaped, 0 if there is none. */
    private int nameChars(int at) {
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
    private int escape(int at) {
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
    private char unescaped(int at, int escape) {
        int digits = text.charAt(at) == '%' ? 2 : ESCAPE - 1;
        return (char) Integer.parseInt(text.substring(at + escape - digits, at + escape), 16);
    }

    private String unescapedName(int start, int end) {
        StringBuilder plain = new StringBuilder();
        for (int at = start; at < end; ) {
            int escape = escape(at);
            plain.append(escape == 0 ? text.charAt(at) : unescaped(at, escape));
            at += Math.max(1, escape);
        }
        return plain.toString();
    }

    /** Returns the place behind blanks, ends of lines included. */
    private int blanks(int at) {
        int end = at;
        while (end < length && Character.isWhitespace(text.charAt(end))) {
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

    private static boolean isEndOfCommand(char c) {
        return c == ';' || c == '|' || c == '&' || c == '\n' || c == '\r';
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
