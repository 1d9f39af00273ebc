package io.jobledger.connect.dialect;

import io.micronaut.core.annotation.Nullable;

/** Says which names a new connector may have. */
public final class ConnectorNames {
    private static final int LONGEST = 128;

    private ConnectorNames() {}

    /** Returns why a new connector cannot have this name, null if it can. */
    @Nullable
    public static String fault(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return "The name of a connector has 1 to " + LONGEST + " characters.";
        }
        boolean odd = name.chars()
                .anyMatch(c -> c <= ' ' || c == '/' || c == '\\' || c == '%' || c == 0x7f || Character.isWhitespace(c));
        return odd || name.equals(".") || name.equals("..")
                ? "The name of a connector has no blanks, slashes, percent signs or control characters, and is not"
                        + " \".\" or \"..\"."
                : null;
    }
}
