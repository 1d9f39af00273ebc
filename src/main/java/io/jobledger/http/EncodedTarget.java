package io.jobledger.http;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encodes characters that clients send raw although URIs forbid them, such as {@code ?config={"a":1}}. The
 * engines take such targets; the HTTP server would answer 400 "Malformed URI".
 */
@Singleton
final class EncodedTarget implements RequestLine {
    private static final String FORBIDDEN = " \"<>\\^`{|}";

    @Override
    public String rewrite(String target) {
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
