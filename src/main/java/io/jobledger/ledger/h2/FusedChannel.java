package io.jobledger.ledger.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a {@link FusedFile}. It can be read as long as it is open. */
final class FusedChannel extends FileBase {
    private static final Logger LOG = LoggerFactory.getLogger(FusedChannel.class);

    private final FileChannel file;
    private final String name;
    private IOException blown;

    FusedChannel(FileChannel file, String name) {
        this.file = file;
        this.name = name;
    }

    private interface Write<T> {
        T run() throws IOException;
    }

    private synchronized <T> T unlessBlown(Write<T> write) throws IOException {
        if (blown != null) {
            throw new IOException("Not written, as something before it could not be", blown);
        }
        try {
            return write.run();
        } catch (IOException e) {
            blown = e;
            LOG.error("{} cannot be written, and is closed: {}", name, e.toString());
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return unlessBlown(() -> file.write(source));
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return unlessBlown(() -> file.write(source, position));
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        return unlessBlown(() -> {
            file.truncate(size);
            return this;
        });
    }

    @Override
    public void force(boolean metaData) throws IOException {
        unlessBlown(() -> {
            file.force(metaData);
            return null;
        });
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return file.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        file.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
