package io.jobledger.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes, some of which can be given back when it is full. Only root can make one. */
final class SmallDisk implements AutoCloseable {
    private static final int MEGABYTE = 1 << 20;

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** @throws IOException if it cannot be made, and why */
    static SmallDisk make(Path directory, int megabytes) throws IOException {
        Files.createDirectory(directory);
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        SmallDisk disk = new SmallDisk(directory);
        // What is killed with this JVM must not leave it mounted.
        Runtime.getRuntime().addShutdownHook(new Thread(disk::close));
        return disk;
    }

    Path directory() {
        return directory;
    }

    /** Takes so much room away that only a little is left; nothing of what it has taken before is free meanwhile. */
    void leave(int megabytes) throws IOException {
        try (var file = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (freeBytes() > (megabytes + 1L) * MEGABYTE) {
                file.write(new byte[MEGABYTE]);
            }
        }
    }

    /** Takes all of it, down to the last byte. */
    void takeAll() throws IOException {
        for (int bytes = MEGABYTE; bytes > 0; bytes /= 2) {
            try (var file = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    file.write(new byte[bytes]);
                }
            } catch (IOException full) {
                // Less may still fit.
            }
        }
    }

    /** Gives it back. */
    void giveBack() throws IOException {
        Files.deleteIfExists(ballast);
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Does nothing if it is closed already. */
    @Override
    public void close() {
        try {
            if (Files.exists(directory) && Files.getFileStore(directory).type().equals("tmpfs")) {
                run("umount", "-l", directory.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes()).trim();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(command[0] + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
