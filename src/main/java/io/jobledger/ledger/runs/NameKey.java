package io.jobledger.ledger.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** By which jobs are ordered and found by name: bytes, as texts would be ordered by the collation of the database. */
public final class NameKey {
    /** Bytes. A whole name would be too long for an index of PostgreSQL. */
    public static final int LENGTH = 200;

    private NameKey() {}

    /** The first {@value #LENGTH} bytes of the name in UTF-8; they may end within a character. */
    public static byte[] of(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        return bytes.length <= LENGTH ? bytes : Arrays.copyOf(bytes, LENGTH);
    }
}
