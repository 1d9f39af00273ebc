package io.jobledger.imports;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Provides the threads that all imports share. */
final class Workers {
    private final int parallelism;
    private final ExecutorService threads;
    private final Turns turns;
    private final FileCalls files;

    /**
     * @param parallelism how many batches are worked at at a time
     * @param readTimeout how long a call of a file system may take
     */
    Workers(int parallelism, Duration readTimeout, ThreadFactory threads) {
        this.parallelism = parallelism;
        this.threads = Executors.newCachedThreadPool(threads);
        this.turns = new Turns(parallelism);
        this.files = new FileCalls(readTimeout, threads);
    }

    int parallelism() {
        return parallelism;
    }

    FileCalls files() {
        return files;
    }

    /**
     * Works at a batch when it is its turn.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the service ends
     */
    void execute(Runnable batch) {
        threads.execute(() -> {
            turns.begin();
            try {
                batch.run();
            } finally {
                turns.end();
            }
        });
    }

    /** Returns a caller within a batch. While it waits for a slow file, it lets another batch have its turn. */
    FileCalls.Caller caller(ImportStop stop) {
        return new FileCalls.Caller() {
            private boolean gaveWay;

            @Override
            public boolean waits() {
                if (!gaveWay) {
                    gaveWay = true;
                    turns.end();
                }
                return !stop.isStopped();
            }

            @Override
            public void over() {
                if (gaveWay) {
                    gaveWay = false;
                    turns.begin();
                }
            }
        };
    }

    /** Takes no more work. */
    void stop() {
        threads.shutdown();
        files.stop();
    }

    /** @return whether all work has ended within the time */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return threads.awaitTermination(seconds, TimeUnit.SECONDS);
    }
}
