package io.jobledger.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Holds the engine's answer at one path of a job, byte for byte.
 *
 * @param path relative to the job: empty for the job itself, else beginning with a slash, such as {@code /checkpoints};
 *     at most 1,024 bytes in UTF-8
 * @param status the HTTP status of the answer, 100 to 599
 * @param body not copied: neither the maker nor a reader may change it
 */
public record Document(String path, int status, byte[] body) {
    static final int MAX_PATH_BYTES = 1024;

    public Document {
        requireNonNull(path, "path");
        requireNonNull(body, "body");
        if (path.length() * 3L > MAX_PATH_BYTES && path.getBytes(UTF_8).length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("A document's path is longer than " + MAX_PATH_BYTES + " bytes");
        }
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("Not an HTTP status: " + status);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document that
                && path.equals(that.path)
                && status == that.status
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * path.hashCode() + status) + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "Document[path=" + path + ", status=" + status + ", body=" + body.length + " bytes]";
    }
}
