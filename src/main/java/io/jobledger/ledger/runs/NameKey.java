package io.jobledger.ledger.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Makes the bytes by which jobs are ordered and found by name. A collation would order texts differently. */
public final class NameKey {
    /** The most bytes of a key. A whole name would be too long for an index of PostgreSQL. */
    public static final int LENGTH = 200;

    private NameKey() {}

    /** Returns the first {@value #LENGTH} bytes of the name in UTF-8; they may end within a character. */
    public static byte[] of(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return bytes.length <= LENGTH ? bytes : Arrays.copyOf(bytes, LENGTH);
    }
}
