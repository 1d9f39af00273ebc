package io.jobledger.ledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Holds the bytes of a document, or tells where they are. Huge documents never have to be in memory as a whole. */
public interface Content {
    /** Returns the number of bytes. */
    long size();

    /**
     * Opens the bytes for reading.
     *
     * @throws IOException if they cannot be read, or have changed since they were found
     */
    InputStream open() throws IOException;

    /**
     * Returns all bytes. Neither the maker nor a reader may change them.
     *
     * @throws UncheckedIOException if they cannot be read
     */
    default byte[] bytes() {
        try (InputStream in = open()) {
            byte[] all = in.readNBytes(Math.toIntExact(size()));
            if (all.length != size() || in.read() >= 0) {
                throw new IOException("not " + size() + " bytes any more");
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the content that these bytes are. They are not copied. */
    static Content of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** Holds bytes in memory. */
    record InMemory(byte[] bytes) implements Content {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
