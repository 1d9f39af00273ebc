package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/** Knows the lengths of the schema's columns, and makes texts fit them. */
public final class Limits {
    public static final int ENGINE = 32;
    public static final int CLUSTER = 255;
    public static final int JOB_ID = 128;
    public static final int JOB_NAME = 4096;
    public static final int STATE = 32;
    public static final int VERTEX_ID = 128;
    public static final int VERTEX_NAME = 4096;
    public static final int HOST = 255;
    public static final int KIND = 64;
    public static final int TRIGGER_ID = 128;
    public static final int SAVEPOINT_PATH = 1024;
    public static final int JAR_ID = 512;
    public static final int EXCEPTION_NAME = 512;
    public static final int TASK = 4096;
    public static final int DIRECTORY = 1024;
    public static final int REASON = 4096;

    /**
     * The length of long texts. H2's longest varchar is 1,048,576 characters; a quarter is plenty for a stack trace.
     */
    public static final int LONG_TEXT = 262_144;

    /** The length of a request, in a column that takes any length. No meaningful request is longer. */
    public static final int REQUEST = 16_777_216;

    /** H2's longest varchar. JSON is never cut, so the limit is as high as it can be. */
    public static final int SUMMARY = 1_048_576;

    private static final char REPLACEMENT = '\uFFFD';

    private Limits() {}

    public static boolean storable(JobKey key) {
        return storable(key.engine(), ENGINE) && storable(key.cluster(), CLUSTER) && storable(key.jobId(), JOB_ID);
    }

    /** Returns whether the text can be a key: not empty, not too long, without characters that PostgreSQL rejects. */
    public static boolean storable(String text, int max) {
        return !text.isEmpty() && text.length() <= max && clean(text);
    }

    /**
     * Returns the text as it can be stored. It is cut to {@code max} characters, and loses the parts that PostgreSQL
     * rejects. Those are the character 0 and halves of surrogate pairs, which do occur in messages that quote binary
     * data.
     */
    @Nullable
    public static String fit(@Nullable String text, int max) {
        if (text == null) {
            return null;
        }
        return cleaned(text.length() <= max ? text : text.substring(0, max));
    }

    /**
     * Does the same as {@link #fit} for text that is useless when cut, such as JSON. Returns null when it is longer
     * than {@code max}.
     */
    @Nullable
    public static String fitOrNull(@Nullable String text, int max) {
        return text == null || text.length() > max ? null : cleaned(text);
    }

    /** Does the same as {@link #fit} for a column that takes any length. */
    @Nullable
    public static String whole(@Nullable String text) {
        return text == null ? null : cleaned(text);
    }

    private static String cleaned(String text) {
        if (clean(text)) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (Character.isHighSurrogate(chars[i]) && i + 1 < chars.length && Character.isLowSurrogate(chars[i + 1])) {
                i++;
            } else if (chars[i] == 0 || Character.isSurrogate(chars[i])) {
                chars[i] = REPLACEMENT;
            }
        }
        return new String(chars);
    }

    /** Returns whether PostgreSQL takes the text. Nothing else can be recorded, or found. */
    public static boolean clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
