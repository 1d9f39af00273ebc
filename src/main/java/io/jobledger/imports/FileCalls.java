package io.jobledger.imports;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls file systems in threads of its own, with a time limit. A call of a mount whose server is gone may never end, and
 * nothing in Java can end it. Such a call is left alone; its thread ends when the file system answers after all.
 */
public final class FileCalls {
    private static final Logger LOG = LoggerFactory.getLogger(FileCalls.class);

    private static final long LOOK_MILLIS = 100;

    /** The calls below one root that are left alone at a time. Each has a thread, and one more may wait to close. */
    static final int MOST_LEFT = 16;

    private final Duration limit;
    private final ExecutorService threads;

    /** The calls that were left alone and still go on, by file. */
    private final Map<Path, Set<Running<?>>> left = new ConcurrentHashMap<>();

    /**
     * Makes a group of calls.
     *
     * @param limit how long a call may give no sign of life
     * @param threads makes the threads of the calls; each ends after a minute without calls
     */
    public FileCalls(Duration limit, ThreadFactory threads) {
        this.limit = limit;
        this.threads = Executors.newCachedThreadPool(threads);
    }

    /** Does the work of a call. */
    public interface Call<T> {
        /** @param sign takes signs of life; a call that needs to be quick only may give none */
        T run(Sign sign) throws IOException, InterruptedException;
    }

    /** Takes the signs of life of a call. */
    public interface Sign {
        /** Notes that the call comes to a file now. */
        void at(Path file);

        /** Notes that the call waits for something else than a file, until it comes to the next file. */
        void pause();
    }

    /** Waits for a call. */
    public interface Caller {
        /**
         * Notes that the call still goes on. It is told every 0.1 s.
         *
         * @return whether to go on waiting
         */
        boolean waits();

        /** Notes that the wait is over, with any outcome. */
        default void over() {}
    }

    /**
     * Waits for a call. A file whose last call hangs is not called again. No file is called while too many calls below
     * its root hang.
     *
     * @param root the directory that the file is in, at any depth, or the file itself
     * @throws UnreadableFileException if the call gives no sign of life within the limit, or is not made
     * @throws StoppedImportException if the caller does not want to wait any longer
     */
    public <T> T call(Path root, Path file, Caller caller, Call<T> call) throws IOException, InterruptedException {
        if (left.getOrDefault(file, Set.of()).stream().anyMatch(Running::hangs)) {
            throw hanging(file);
        }
        // The root itself can be listed though links in it lead to what hangs.
        long leftBelow = left.values().stream()
                .flatMap(Set::stream)
                .filter(one -> file.equals(root) ? one.file.equals(root) : one.root.equals(root))
                .count();
        if (leftBelow >= MOST_LEFT) {
            throw new UnreadableFileException(leftBelow + " files in " + root + " do not answer");
        }
        Running<T> running = new Running<>(root, file, call);
        Future<T> result = submit(running);
        long signs = 0;
        long silentLooks = 0;
        try {
            while (true) {
                try {
                    return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    // Looks are counted too, because time also passes while the whole machine is asleep.
                    silentLooks = running.signs == signs ? silentLooks + 1 : 0;
                    signs = running.signs;
                    if (running.hangs() && silentLooks * LOOK_MILLIS >= limit.toMillis()) {
                        running.leave();
                        throw hanging(running.at);
                    }
                    if (!caller.waits()) {
                        running.leave();
                        throw new StoppedImportException();
                    }
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
            caller.over();
        }
    }

    private <T> Future<T> submit(Running<T> running) {
        try {
            return threads.submit(running);
        } catch (RejectedExecutionException serviceEnds) {
            LOG.debug("No more calls of files", serviceEnds);
            throw new StoppedImportException();
        }
    }

    /** Closes something without a wait, because a read that hangs holds it. */
    void close(Closeable open) {
        try {
            threads.execute(() -> {
                try {
                    open.close();
                } catch (IOException e) {
                    LOG.debug("Closing a file", e);
                }
            });
        } catch (RejectedExecutionException serviceEnds) {
            LOG.debug("No more calls of files", serviceEnds);
        }
    }

    /** Lets calls under way end by themselves, and takes no more. */
    void stop() {
        threads.shutdown();
    }

    private UnreadableFileException hanging(Path file) {
        return new UnreadableFileException(file + " did not answer within "
                + (limit.toMillis() % 1000 == 0 ? "" + limit.toSeconds() : "" + limit.toMillis() / 1000.0) + " s");
    }

    private static RuntimeException unwrapped(Throwable failure) throws IOException, InterruptedException {
        if (failure instanceof IOException file) {
            throw file;
        }
        if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    /** Runs one call, in a thread of its own. */
    private final class Running<T> implements Callable<T>, Sign {
        private final Path root;
        private final Path file;
        private final Call<T> call;
        private volatile Path at;
        private volatile long since = System.nanoTime();
        private volatile long signs;
        private volatile boolean paused;
        private boolean isLeft;
        private boolean over;

        Running(Path root, Path file, Call<T> call) {
            this.root = root;
            this.file = file;
            this.call = call;
            this.at = file;
        }

        @Override
        public T call() throws IOException, InterruptedException {
            since = System.nanoTime();
            try {
                return call.run(this);
            } finally {
                end();
            }
        }

        @Override
        public void at(Path next) {
            at = next;
            signs++;
            since = System.nanoTime();
            paused = false;
        }

        @Override
        public void pause() {
            paused = true;
        }

        boolean hangs() {
            return !paused && System.nanoTime() - since > limit.toNanos();
        }

        private synchronized void leave() {
            if (!over) {
                isLeft = true;
                left.computeIfAbsent(file, any -> ConcurrentHashMap.newKeySet()).add(this);
            }
        }

        private synchronized void end() {
            over = true;
            if (isLeft) {
                left.computeIfPresent(file, (any, calls) -> {
                    calls.remove(this);
                    return calls.isEmpty() ? null : calls;
                });
            }
        }
    }
}
