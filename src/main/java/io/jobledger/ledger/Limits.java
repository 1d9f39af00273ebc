package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/** How long the columns of the schema are, and how a text is made to fit. */
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

    /** H2's longest varchar is 1,048,576 characters; a quarter of it is plenty for a stack trace. */
    public static final int LONG_TEXT = 262_144;

    /** Of a column that takes any length: more than any request that means something. */
    public static final int REQUEST = 16_777_216;

    /** H2's longest varchar. JSON is never cut, so the limit is as high as it can be. */
    public static final int SUMMARY = 1_048_576;

    private static final char REPLACEMENT = '\uFFFD';

    private Limits() {}

    public static boolean storable(JobKey key) {
        return storable(key.engine(), ENGINE) && storable(key.cluster(), CLUSTER) && storable(key.jobId(), JOB_ID);
    }

    /** Whether the text can be a key as it is: not empty, not too long, nothing in it that PostgreSQL rejects. */
    public static boolean storable(String text, int max) {
        return !text.isEmpty() && text.length() <= max && clean(text);
    }

    /**
     * The text as it can be stored: cut to at most {@code max} characters, and without what PostgreSQL rejects in a
     * text (the character 0, and halves of surrogate pairs), which do occur in messages that quote binary data.
     */
    @Nullable
    public static String fit(@Nullable String text, int max) {
        if (text == null) {
            return null;
        }
        return cleaned(text.length() <= max ? text : text.substring(0, max));
    }

    /** As {@link #fit}, for what is of no use when it is cut, such as JSON: null when longer than {@code max}. */
    @Nullable
    public static String fitOrNull(@Nullable String text, int max) {
        return text == null || text.length() > max ? null : cleaned(text);
    }

    /** As {@link #fit}, for a column that takes any length. */
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

    /** Whether PostgreSQL takes it: nothing else can be recorded, or found. */
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
