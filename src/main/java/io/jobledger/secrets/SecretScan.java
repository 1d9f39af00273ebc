package io.jobledger.secrets;

import java.util.Locale;

/** Masks the secrets in one text, in one pass from its beginning to its end. */
final class SecretScan {

    private static final String PEM_BEGIN = "-----BEGIN ";
    private static final String PEM_END = "-----END ";
    private static final String PEM_KEY = "PRIVATE KEY-----";
    private static final String ORACLE = "jdbc:oracle:";
    private static final String TRIPLE = "\"\"\"";

    private final String text;
    private final int length;
    private final EncodedText chars;
    private final MaskedText out;
    private final AddressScan addresses;

    /** The letter with which the command takes a secret whose line is being read. */
    private char letter;

    SecretScan(String text) {
        this(text, CommandOptions.NONE);
    }

    /** @param letter of the command whose argument the text is, see {@link CommandOptions#letter} */
    SecretScan(String text, char letter) {
        this.text = text;
        this.length = text.length();
        this.chars = new EncodedText(text);
        this.out = new MaskedText(text);
        this.addresses = new AddressScan(text, chars, out);
        this.letter = letter;
    }

    String masked() {
        int at = 0;
        while (at < length) {
            char c = text.charAt(at);
            if (chars.nameChars(at) > 0) {
                at = name(at);
            } else if (isEndOfCommand(c) || c == ':' && at > 0 && EncodedText.isQuote(text.charAt(at - 1))) {
                letter = CommandOptions.NONE;
                at++;
            } else if (chars.escape(at) > 0) {
                at += chars.escape(at);
            } else if (text.startsWith("://", at)) {
                at = addresses.authority(at + 3);
            } else {
                at++;
            }
        }
        return out.whole();
    }

    /** @return the place to go on from, as in all methods below */
    private int name(int start) {
        int end = start;
        boolean escaped = false;
        for (int more = chars.nameChars(end); more > 0; more = chars.nameChars(end)) {
            escaped |= more > 1;
            end += more;
        }
        if (text.regionMatches(true, start, "jdbc", 0, 4)
                && text.regionMatches(true, start, ORACLE, 0, ORACLE.length())) {
            return addresses.oracle(start + ORACLE.length());
        }
        int pem = end - PEM_BEGIN.length() + 1;
        if (pem >= start && text.startsWith(PEM_BEGIN, pem)) {
            return privateKey(pem);
        }
        String name = escaped ? chars.unescapedName(start, end) : text.substring(start, end);
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
        if (end < length && text.charAt(end) == ':') {
            int behind = addresses.dataSource(end);
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
        int end = chars.end(start, c -> EncodedText.isEndOfValue(c) || EncodedText.isEndInList(c));
        String value = text.substring(start, end);
        return BasicScheme.isSecret(name, value) ? out.mask(start, end) : start;
    }

    /** Masks the secret of {@code IDENTIFIED [WITH plugin] BY [PASSWORD] 'secret'}. */
    private int identified(int start) {
        int at = start;
        for (int words = 0; words < 4; words++) {
            int begin = chars.blanks(at);
            at = begin;
            while (at < length && EncodedText.isOfName(text.charAt(at))) {
                at++;
            }
            String word = text.substring(begin, at);
            if (word.equalsIgnoreCase("by") || word.equalsIgnoreCase("as")) {
                int value = chars.blanks(at);
                if (text.regionMatches(true, value, "password ", 0, "password ".length())) {
                    value = chars.blanks(value + "password".length());
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
            return out.mask(start + 2, chars.end(start + 2, Character::isWhitespace));
        }
        int quote = chars.backslashes(end);
        if (letter != CommandOptions.NONE
                && name.length() == 2
                && name.charAt(1) == letter
                && quote < length
                && EncodedText.isQuote(text.charAt(quote))
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
        int first = at < length && chars.isQuoteAt(at) ? chars.backslashes(at) + 1 : at;
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
        int behind = chars.closingQuote(end);
        int at = chars.spaces(behind);
        if (at < length && text.charAt(at) == ',') {
            return chars.blanks(at + 1);
        }
        boolean assigned = at < length && text.charAt(at) == '=';
        return assigned ? chars.spaces(at + 1) : at > behind ? at : end;
    }

    /** Masks the secret of {@code user:secret}. Two numbers are the ids of a user and a group. */
    private int user(int start) {
        int quote = chars.backslashes(start);
        boolean inQuotes = quote < length && EncodedText.isQuote(text.charAt(quote));
        int begin = inQuotes ? quote + 1 : start;
        int end = inQuotes
                ? chars.closing(quote, quote - start)
                : chars.end(start, c -> EncodedText.isEndOfValue(c) || EncodedText.isEndInList(c));
        int colon = begin;
        while (colon < end && text.charAt(colon) != ':') {
            colon++;
        }
        if (colon >= end || text.startsWith("://", colon)) {
            return begin;
        }
        boolean ids = text.substring(begin, end).chars().allMatch(c -> Character.isDigit(c) || c == ':');
        return ids ? end : out.mask(colon + 1, end);
    }

    private int valueOf(String name, int start, int end) {
        if (start > 0 && text.charAt(start - 1) == '<' && end < length && text.charAt(end) == '>') {
            int close = text.indexOf('<', end);
            return out.mask(end + 1, close < 0 ? length : close);
        }
        int at = chars.spaces(chars.closingQuote(end));
        if (at >= length) {
            return end;
        }
        char separator = text.charAt(at);
        if (separator == '{' || separator == '[') {
            return out.mask(at, chars.balanced(at));
        }
        if (EncodedText.isQuote(separator)
                && at > end
                && name.toLowerCase(Locale.ROOT).endsWith("password")) {
            return quoted(at, at);
        }
        int escape = chars.escape(at);
        if (escape > 0 && (chars.unescaped(at, escape) == '=' || chars.unescaped(at, escape) == ':')) {
            return value(name, chars.spaces(at + escape), false);
        }
        if (separator == '(' && chars.isQuoteAt(chars.spaces(at + 1))) {
            return value(name, chars.spaces(at + 1), true);
        }
        if (separator != '=' && separator != ':') {
            return end;
        }
        char next = at + 1 < length ? text.charAt(at + 1) : ' ';
        if (separator == ':' && (next == ':' || text.startsWith("//", at + 1))) {
            return at + 1;
        }
        return value(name, chars.spaces(at + 1), separator == ':');
    }

    private int value(String name, int start, boolean afterColon) {
        if (start >= length) {
            return start;
        }
        char first = text.charAt(start);
        int quote = chars.backslashes(start);
        if (quote < length && EncodedText.isQuote(text.charAt(quote))) {
            return quoted(start, quote);
        }
        if (first == '{' || first == '[') {
            return out.mask(start, chars.balanced(start));
        }
        int function = start;
        while (function < length && Character.isLetter(text.charAt(function))) {
            function++;
        }
        if (function > start && function < length && text.charAt(function) == '(' && chars.isQuoteAt(function + 1)) {
            return quoted(function + 1, chars.backslashes(function + 1));
        }
        if (name.toLowerCase(Locale.ROOT).endsWith("authorization")) {
            return out.mask(start, chars.end(start, SecretScan::isEndOfLine));
        }
        return unquoted(start, afterColon);
    }

    /** @param inList whether a comma or a bracket ends the value */
    private int unquoted(int start, boolean inList) {
        int escape = start < length ? chars.escape(start) : 0;
        if (escape > 0 && EncodedText.isQuote(chars.unescaped(start, escape))) {
            return out.mask(start + escape, chars.end(start + escape, c -> false));
        }
        return out.mask(
                start, chars.end(start, c -> EncodedText.isEndOfValue(c) || inList && EncodedText.isEndInList(c)));
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
            return out.mask(quote + TRIPLE.length(), close < 0 ? length : close) + TRIPLE.length();
        }
        return out.mask(quote + 1, chars.closing(quote, quote - start)) + 1;
    }

    private int privateKey(int start) {
        int line = text.indexOf("-----", start + PEM_BEGIN.length());
        if (line < 0 || !text.startsWith(PEM_KEY, line + "-----".length() - PEM_KEY.length())) {
            return start + PEM_BEGIN.length();
        }
        int body = line + "-----".length();
        int end = text.indexOf(PEM_END, body);
        return out.mask(body, end < 0 ? length : end);
    }

    private static boolean isEndOfCommand(char c) {
        return c == ';' || c == '|' || c == '&' || c == '\n' || c == '\r';
    }

    private static boolean isEndOfLine(int c) {
        return c == '\n' || c == '\r';
    }
}
