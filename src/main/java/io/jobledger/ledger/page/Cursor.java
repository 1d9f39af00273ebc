package io.jobledger.ledger.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.core.annotation.Nullable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/** Marks the end of a page: the sort key of its last row, with a checksum over key and query. */
public record Cursor(long[] numbers, byte[] bytes) {
    private static final int DIGEST = 8;
    private static final byte[] NONE = {};

    public static Cursor of(long... numbers) {
        return new Cursor(numbers, NONE);
    }

    /**
     * Parses a cursor; null for the first page.
     *
     * @param question told apart from others by its text
     * @throws InvalidCursorException if the text is no cursor, or not one of this question
     */
    @Nullable
    public static Cursor parse(Object question, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            byte[] digest = new byte[DIGEST];
            all.get(digest);
            byte[] payload = new byte[all.remaining()];
            all.get(payload);
            if (!Arrays.equals(digest, digest(question, payload))) {
                throw new InvalidCursorException("Not a cursor of this query");
            }
            ByteBuffer values = ByteBuffer.wrap(payload);
            long[] numbers = new long[values.getShort()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = values.getLong();
            }
            byte[] bytes = new byte[values.remaining()];
            values.get(bytes);
            return new Cursor(numbers, bytes);
        } catch (InvalidCursorException e) {
            throw e;
        } catch (IllegalArgumentException | BufferUnderflowException | NegativeArraySizeException e) {
            throw new InvalidCursorException("Not a cursor");
        }
    }

    /** @param question told apart from others by its text */
    public String write(Object question) {
        ByteBuffer values = ByteBuffer.allocate(Short.BYTES + numbers.length * Long.BYTES + bytes.length);
        values.putShort((short) numbers.length);
        for (long number : numbers) {
            values.putLong(number);
        }
        values.put(bytes);
        byte[] payload = values.array();
        ByteBuffer all = ByteBuffer.allocate(DIGEST + payload.length);
        all.put(digest(question, payload)).put(payload);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    }

    private static byte[] digest(Object question, byte[] payload) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        sha256.update(question.toString().getBytes(UTF_8));
        return Arrays.copyOf(sha256.digest(payload), DIGEST);
    }
}
