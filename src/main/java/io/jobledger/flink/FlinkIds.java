package io.jobledger.flink;

import io.jobledger.http.ApiException;
import java.util.Locale;

/** Checks Flink's identifiers in paths the way the engine does. */
public final class FlinkIds {
    private static final int HEX_DIGITS = 32;

    private FlinkIds() {}

    /**
     * Returns the id in lower case, as Flink spells it.
     *
     * @param parameter the path parameter's name, for the error
     * @throws ApiException 400 if it is not 32 hexadecimal digits
     */
    public static String hex(String parameter, String value) {
        boolean valid = value.length() == HEX_DIGITS;
        for (int i = 0; valid && i < HEX_DIGITS; i++) {
            char c = value.charAt(i);
            valid = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
        }
        if (!valid) {
            throw FlinkEngineErrors.unresolvablePath(parameter, value);
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** @throws ApiException 400 if it is not a whole number of 0 or more */
    public static long index(String parameter, String value) {
        long index = number(parameter, value);
        if (index < 0) {
            throw FlinkEngineErrors.unresolvablePath(parameter, value);
        }
        return index;
    }

    /** @throws ApiException 400 if it is not a whole number */
    public static long number(String parameter, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw FlinkEngineErrors.unresolvablePath(parameter, value);
        }
    }
}
