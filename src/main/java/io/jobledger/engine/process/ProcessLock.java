package io.jobledger.engine.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks a file for one process at a time. The file holds the pid of the holder. The system frees the lock when that
 * process ends, even by a kill.
 */
public final class ProcessLock implements AutoCloseable {

    /**
     * The files that this JVM has locked. On POSIX systems, closing <em>any</em> channel of a locked file frees the
     * lock. So a second attempt in the same JVM must fail before it opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private FileChannel channel;

    public ProcessLock(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    public Path file() {
        return file;
    }

    /**
     * Takes the lock, and makes the file and its folders if need be.
     *
     * @return false if another holder has it, in this process or another
     */
    public synchronized boolean tryAcquire() throws IOException {
        if (!HELD.add(file)) {
            return false;
        }
        FileChannel opened = null;
        boolean acquired = false;
        try {
            Files.createDirectories(file.getParent());
            OwnPlace.file(file);
            opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            acquired = opened.tryLock() != null;
            if (acquired) {
                opened.truncate(0);
                opened.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                channel = opened;
            }
            return acquired;
        } finally {
            if (!acquired) {
                if (opened != null) {
                    opened.close();
                }
                HELD.remove(file);
            }
        }
    }

    /** Returns whether the lock is free at this moment. */
    public synchronized boolean isFree() throws IOException {
        boolean free = tryAcquire();
        if (free) {
            close();
        }
        return free;
    }

    /** Returns the pid that the holder, or the last one, wrote into the file. */
    public Optional<Long> holder() {
        if (HELD.contains(file)) {
            return Optional.of(ProcessHandle.current().pid());
        }
        try {
            return Optional.of(Long.valueOf(Files.readString(file).trim()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            HELD.remove(file);
        }
    }
}
