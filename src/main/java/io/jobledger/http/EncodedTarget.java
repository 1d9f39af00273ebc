package io.jobledger.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encodes characters that clients send raw although URIs forbid them, such as {@code ?config={"a":1}}. The
 * engines take such targets; the HTTP server would answer 400 "Malformed URI". It also undoes the encoding of letters and
 * digits in the path, which the server would not route. It comes before all that read the path.
 */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE)
final class EncodedTarget implements RequestLine {
    private static final String FORBIDDEN = " \"<>\\^`{|}";

    @Override
    public String rewrite(String given) {
        String target = given.indexOf('%') < 0 ? given : plainLetters(given);
        for (int i = 0; i < target.length(); i++) {
            if (mustEncode(target, i)) {
                return encode(target);
            }
        }
        return target;
    }

    private static boolean mustEncode(String target, int index) {
        char c = target.charAt(index);
        if (c == '%') {
            return !hex(target, index + 1) || !hex(target, index + 2);
        }
        if (c == '[' || c == ']') {
            // An absolute target may name a host by its IPv6 address.
            return target.charAt(0) == '/';
        }
        return c <= 0x20 || c >= 0x7f || FORBIDDEN.indexOf(c) >= 0;
    }

    /** Decodes what need not be encoded (RFC 3986, 2.3), without the dot: a path of dots would lead elsewhere. */
    private static String plainLetters(String target) {
        StringBuilder plain = new StringBuilder(target.length());
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        for (int i = 0; i < end; i++) {
            char c = target.charAt(i);
            if (c == '%' && hex(target, i + 1) && hex(target, i + 2)) {
                char decoded = (char) Integer.parseInt(target, i + 1, i + 3, 16);
                if (decoded < 0x7f && Character.isLetterOrDigit(decoded) || "-_~".indexOf(decoded) >= 0) {
                    c = decoded;
                    i += 2;
                }
            }
            plain.append(c);
        }
        return plain.append(target, end, target.length()).toString();
    }

    private static boolean hex(String target, int index) {
        return index < target.length() && Character.digit(target.charAt(index), 16) >= 0;
    }

    private static String encode(String target) {
        StringBuilder encoded = new StringBuilder(target.length() + 32);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (!mustEncode(target, i)) {
                encoded.append(c);
            } else {
                // The codec reads request lines as Latin-1: a char above 0x7f is one byte from the client.
                byte[] bytes =
                        c <= 0xff ? new byte[] {(byte) c} : String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                for (byte b : bytes) {
                    encoded.append('%').append(String.format("%02X", b));
                }
            }
        }
        return encoded.toString();
    }
}
