package io.jobledger.secrets;

/**
 * Masks secrets in addresses: of URLs, of Oracle's, and of Go's data sources.
 *
 * <p>Each method takes the place where a part of an address begins, and returns the place to go on from.
 */
final class AddressScan {
    private final String text;
    private final int length;
    private final EncodedText chars;
    private final MaskedText out;

    /** The place up to which no {@code user:secret@protocol(address)} begins. */
    private int noDataSource;

    AddressScan(String text, EncodedText chars, MaskedText out) {
        this.text = text;
        this.length = text.length();
        this.chars = chars;
        this.out = out;
    }

    /** Masks the secret of {@code user:secret@}. */
    int authority(int start) {
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
        return colon >= 0 && last > colon ? out.mask(colon + 1, last) : start;
    }

    /** Masks the secret of {@code thin:user/secret@host}. */
    int oracle(int start) {
        int slash = -1;
        int end = start;
        while (end < length && !isEndOfOracleUser(text.charAt(end))) {
            if (text.charAt(end) == '/' && slash < 0) {
                slash = end;
            }
            end++;
        }
        boolean found = slash >= 0 && end < length && text.charAt(end) == '@';
        return found ? out.mask(slash + 1, end) : end;
    }

    /** Masks the secret of {@code user:secret@protocol(address)/name}, as programs in Go have it. */
    int dataSource(int colon) {
        if (colon < noDataSource) {
            return colon;
        }
        int end = chars.end(colon + 1, Character::isWhitespace);
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
        return out.mask(colon + 1, found);
    }

    /** Returns whether it is a name as {@code tcp} and {@code udp6}, and no hash of an object. */
    private boolean isProtocol(int start, int end) {
        int at = start;
        while (at < end && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at > start && (at == end || at == end - 1 && "46".indexOf(text.charAt(at)) >= 0);
    }

    private static boolean isEndOfAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == '\\' || Character.isWhitespace(c) || EncodedText.isQuote(c);
    }

    private static boolean isEndOfOracleUser(char c) {
        return c == '@' || c == '?' || c == '\\' || EncodedText.isQuote(c) || EncodedText.isEndOfValue(c);
    }
}
