package io.jobledger.wrapper;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Runs first in every engine's process: {@code EngineWrapper <lock file> <main class> [arguments …]}.
 *
 * <p>It ties the process to the service that started it. The service holds the other end of the standard input, so the
 * input ends with the service. That also holds for a {@code kill -9}, which runs no shutdown hook. The wrapper holds a
 * lock while it lives, so that the next service knows whether an engine lingers.
 */
public final class EngineWrapper {

    /** The exit status if another process has the lock. */
    static final int LOCKED = 75;

    /** The time for an orderly exit. Engines have hung in their shutdown hooks for more than a minute. */
    static final long EXIT_LIMIT_MILLIS = 4_000;

    /** Held until the process ends, because a garbage-collected channel would free the lock. */
    private static FileChannel lock;

    private EngineWrapper() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println("usage: EngineWrapper <lock file> <main class> [arguments ...]");
            System.exit(64);
        }
        InputStream service = System.in;
        // Otherwise a job that reads its standard input would consume the end that we wait for.
        System.setIn(InputStream.nullInputStream());
        daemon("wait-for-service", () -> haltWhenItEnds(service));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> daemon("exit-limit", EngineWrapper::haltInTime), "exit-limit-hook"));
        if (!lock(Path.of(args[0]))) {
            System.err.println("Another engine process holds " + args[0]);
            System.exit(LOCKED);
        }
        start(args[1], Arrays.copyOfRange(args, 2, args.length));
    }

    private static void start(String mainClass, String[] args) throws Exception {
        try {
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace();
            // Threads that the engine had begun may keep the process alive without it.
            System.exit(1);
        }
    }

    private static boolean lock(Path file) throws IOException {
        lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            return false;
        }
        lock.truncate(0);
        lock.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return true;
    }

    private static void haltWhenItEnds(InputStream service) {
        try {
            while (service.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // An error counts as the end of the input.
        }
        Runtime.getRuntime().halt(0);
    }

    private static void haltInTime() {
        try {
            Thread.sleep(EXIT_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            // An interrupt asks for the halt at once.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
