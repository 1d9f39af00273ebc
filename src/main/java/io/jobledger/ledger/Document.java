package io.jobledger.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** Holds the engine's answer at one path of a job, byte for byte. */
public final class Document {
    static final int MAX_PATH_BYTES = 1024;

    /** Bytes. A body of more is not read into memory where that can be avoided. */
    public static final long LARGE = 4 << 20;

    private final String path;
    private final int status;
    private final Content content;
    private final boolean mark;

    /** @param body not copied: neither the maker nor a reader may change it */
    public Document(String path, int status, byte[] body) {
        this(path, status, Content.of(body));
    }

    /**
     * @param path relative to the job: empty for the job itself, else beginning with a slash, such as
     *     {@code /checkpoints}; at most 1,024 bytes in UTF-8
     * @param status the HTTP status of the answer, 100 to 599
     */
    public Document(String path, int status, Content content) {
        this(path, status, content, false);
    }

    private Document(String path, int status, Content content, boolean mark) {
        this.mark = mark;
        this.path = requireNonNull(path, "path");
        this.status = status;
        this.content = requireNonNull(content, "content");
        if (path.length() * 3L > MAX_PATH_BYTES && path.getBytes(UTF_8).length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("A document's path is longer than " + MAX_PATH_BYTES + " bytes");
        }
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("Not an HTTP status: " + status);
        }
    }

    /**
     * Returns a mark: a 404 that stands in for a document that could not be kept. The ledger does not store that it is
     * one.
     *
     * @param path as that of any document
     * @param body tells why the document is not kept
     */
    public static Document mark(String path, byte[] body) {
        return new Document(path, 404, Content.of(body), true);
    }

    /** Returns whether the document is a mark that was made now. One that was read from the ledger is not. */
    public boolean isMark() {
        return mark;
    }

    public String path() {
        return path;
    }

    public int status() {
        return status;
    }

    public Content content() {
        return content;
    }

    /** Returns the bytes of the body. They are not copied: no reader may change them. */
    public byte[] body() {
        return content.bytes();
    }

    /** Returns the number of bytes of the body. */
    public long size() {
        return content.size();
    }

    /** Returns whether the body is so large that memory may not have room for copies of it, or for a tree of it. */
    public boolean isLarge() {
        return size() > LARGE;
    }

    /** Returns the same answer at another path. */
    public Document at(String otherPath) {
        return new Document(otherPath, status, content, mark);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document that
                && path.equals(that.path)
                && status == that.status
                && size() == that.size()
                && (content == that.content || Arrays.equals(body(), that.body()));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * path.hashCode() + status) + Long.hashCode(size());
    }

    @Override
    public String toString() {
        return "Document[path=" + path + ", status=" + status + ", body=" + size() + " bytes]";
    }
}
