package io.jobledger.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A value for a parameter.
 *
 * @param encoded as it stands in the target, one char per byte
 * @param odd whether a path with it may be another path, or none
 * @param malformed whether its encoding is none, which is 400 wherever it stands
 */
record Value(String encoded, boolean odd, boolean malformed) {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    static Value of(String text) {
        boolean path = text.isEmpty() || text.contains("/") || text.matches("\\.+") || text.contains("\0");
        return new Value(encode(text), path, false);
    }

    /** A value that goes onto the line as it is. */
    static Value encoded(String encoded) {
        return new Value(encoded, true, isMalformed(encoded));
    }

    private static boolean isMalformed(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                String hex = encoded.substring(i + 1, Math.min(i + 3, encoded.length()));
                if (!hex.matches("[0-9a-fA-F]{2}")) {
                    return true;
                }
                bytes.write(Integer.parseInt(hex, 16));
                i += 2;
            } else if (c > '~' || c <= ' ') {
                return true;
            } else {
                bytes.write(c);
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return false;
        } catch (CharacterCodingException e) {
            return true;
        }
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
