package io.jobledger.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Reads a regular file, a part at a time. Each part has the time limit of {@link FileCalls}, so the read ends though the
 * file system gives little or nothing. No other kind of file is opened: the opening of a pipe may never end.
 */
final class TimedInput extends InputStream {
    private static final int PART = ArchiveInput.PART;

    private final FileCalls calls;
    private final Path root;
    private final Path file;
    private final long offset;
    private final FileCalls.Caller caller;
    private final Check check;
    private volatile InputStream opened;
    private volatile boolean closed;
    private byte[] part;
    private int position;

    /** Refuses a file that is not the wanted one. */
    interface Check {
        /** @param attributes those of a regular file */
        void of(BasicFileAttributes attributes) throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param root the directory that the file is in, at any depth
     * @param offset the bytes to leave out at the beginning
     * @throws UnreadableFileException if it is no regular file, is refused, or does not answer
     * @throws java.nio.file.NoSuchFileException if nothing is there
     */
    TimedInput(FileCalls calls, Path root, Path file, long offset, FileCalls.Caller caller, Check check)
            throws IOException {
        this.calls = calls;
        this.root = root;
        this.file = file;
        this.offset = offset;
        this.caller = caller;
        this.check = check;
        this.part = call(this::open);
    }

    private byte[] open() throws IOException {
        BasicFileAttributes attributes = ArchiveFile.attributes(file);
        if (attributes.isSymbolicLink()) {
            throw new UnreadableFileException("it is a link that leads to no file");
        }
        if (!attributes.isRegularFile()) {
            throw new UnreadableFileException(
                    attributes.isDirectory() ? "it is a directory" : "it is no regular file, but a pipe or a device");
        }
        check.of(attributes);
        SeekableByteChannel bytes = Files.newByteChannel(file);
        opened = Channels.newInputStream(bytes);
        bytes.position(offset);
        if (closed) {
            opened.close();
        }
        return next();
    }

    /** @return fewer bytes than a whole part at the end of the file, which is then closed */
    private byte[] next() throws IOException {
        InputStream from = opened;
        byte[] bytes = from.readNBytes(PART);
        if (bytes.length < PART) {
            opened = null;
            from.close();
        }
        return bytes;
    }

    private interface Read {
        byte[] run() throws IOException;
    }

    private byte[] call(Read read) throws IOException {
        boolean done = false;
        try {
            byte[] bytes = calls.call(root, file, caller, sign -> read.run());
            done = true;
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            if (!done) {
                close();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length > 0 && position == part.length && part.length == PART) {
            part = call(this::next);
            position = 0;
        }
        if (length > 0 && position == part.length) {
            return -1;
        }
        int read = Math.min(length, part.length - position);
        System.arraycopy(part, position, into, from, read);
        position += read;
        return read;
    }

    /** Returns at once. The file is closed in another thread, because a read that hangs may hold it. */
    @Override
    public void close() {
        boolean first = !closed;
        closed = true;
        InputStream file = opened;
        if (first && file != null) {
            calls.close(file);
        }
    }
}
