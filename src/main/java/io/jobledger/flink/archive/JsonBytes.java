package io.jobledger.flink.archive;

import io.jobledger.flink.recorded.DamagedArchiveException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Reads bytes one by one, and knows their place in the file. */
final class JsonBytes implements Closeable {
    static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] read;
    private long before;
    private int at;
    private int end;

    /** @param offset the place of the first byte that the stream has */
    JsonBytes(InputStream in, long offset, int buffer) {
        this.in = in;
        this.before = offset;
        this.read = new byte[buffer];
    }

    /** Returns the next byte, or -1 at the end. */
    int next() throws IOException {
        return at < end || fill() ? read[at++] & 0xFF : -1;
    }

    /** Returns the byte that is the next one, or -1 at the end. */
    int peek() throws IOException {
        return at < end || fill() ? read[at] & 0xFF : -1;
    }

    /** Returns the place of the next byte. */
    long offset() {
        return before + at;
    }

    /** @param last the byte that was read last and cannot be there, or -1 for the end */
    DamagedArchiveException damage(int last) {
        return new DamagedArchiveException(
                last < 0 ? "It is cut off after " + offset() + " bytes" : "It is not JSON at byte " + (offset() - 1));
    }

    private boolean fill() throws IOException {
        before += end;
        at = 0;
        end = Math.max(0, in.read(read));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
