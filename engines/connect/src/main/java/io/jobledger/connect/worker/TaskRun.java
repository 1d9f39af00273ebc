package io.jobledger.connect.worker;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one task of a connector in a thread of its own, and starts it again when it fails. */
abstract class TaskRun {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

    /** A task that ran this long has left its earlier failures behind. */
    private static final long STABLE_MILLIS = 60_000;

    private static final int KEPT_FAILURES = 50;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    final TaskParts parts;
    final KeyValue config;
    final Positions positions;
    final TimeLimit limit;

    private final int restartLimit;
    private final Duration restartDelay;
    private final Thread thread;
    private final List<Failure> failures = new ArrayList<>();
    private String state = "UNASSIGNED";
    private long since = System.currentTimeMillis();
    private int attempt;
    private boolean paused;
    private boolean stopping;
    private boolean abandoned;

    TaskRun(TaskParts parts, KeyValue config, Positions positions, Settings settings, boolean paused) {
        this.parts = parts;
        this.config = config;
        this.positions = positions;
        this.limit = new TimeLimit(settings.callLimit());
        this.restartLimit = settings.restartLimit();
        this.restartDelay = settings.restartDelay();
        this.paused = paused;
        this.thread = TimeLimit.thread(parts.taskName(), parts.loader(), this::run);
    }

    /** Works until the task is stopped. It asks {@link #goesOn} before each step. */
    abstract void work(Task<?> task) throws Exception;

    final void start() {
        thread.start();
    }

    final synchronized void pause(boolean wanted) {
        paused = wanted;
        if (state.equals("RUNNING") || state.equals("PAUSED")) {
            become(wanted ? "PAUSED" : "RUNNING");
        }
        notifyAll();
    }

    final void askToStop() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
    }

    /** Returns once the task has ended, at the latest after the limit. Then its thread can change nothing any more. */
    final void awaitStop() throws InterruptedException {
        long millis = limit.limit().toMillis();
        thread.join(millis / 4);
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(millis / 2);
        }
        synchronized (this) {
            if (thread.isAlive()) {
                abandoned = true;
                LOG.warn("{} does not stop: its thread is abandoned", parts.taskName());
            }
            become("DESTROYED");
        }
    }

    /** Waits while the task is paused. Returns false once it is to stop. */
    final synchronized boolean goesOn() throws InterruptedException {
        while (paused && !stopping) {
            wait();
        }
        return !stopping;
    }

    /** Waits, but not longer than until the task is stopped. */
    final synchronized void rest(long millis) throws InterruptedException {
        if (!stopping) {
            wait(millis);
        }
    }

    /** Throws an exception in a thread that was given up: it must neither send nor commit. */
    final synchronized void mayChange() {
        if (abandoned) {
            throw new IllegalStateException(parts.taskName() + " was stopped");
        }
    }

    final synchronized String state() {
        return state;
    }

    final synchronized long since() {
        return since;
    }

    final synchronized int attempt() {
        return attempt;
    }

    final synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Returns the last failure's trace while it matters, else null. */
    final synchronized String trace() {
        boolean matters = state.equals("FAILED") || state.equals("RESTARTING");
        return matters && !failures.isEmpty()
                ? failures.get(failures.size() - 1).trace()
                : null;
    }

    private void run() {
        int inRow = 0;
        while (true) {
            long began = System.currentTimeMillis();
            try {
                once();
                return;
            } catch (Throwable e) { // Plugins throw errors, too: of missing classes, for example.
                inRow = System.currentTimeMillis() - began > STABLE_MILLIS ? 1 : inRow + 1;
                if (!restarts(e, inRow)) {
                    return;
                }
            }
        }
    }

    private void once() throws Exception {
        Task<?> task = parts.newTask();
        boolean started = false;
        try {
            open(task);
            task.validate(config);
            task.start(config);
            started = true;
            running();
            work(task);
        } catch (InterruptedException e) {
            if (!stopping()) {
                throw e;
            }
        } finally {
            if (started) {
                stop(task);
            }
        }
    }

    /** Gives the task its context, and prepares what it needs of the broker. */
    abstract void open(Task<?> task) throws Exception;

    private void stop(Task<?> task) {
        try {
            task.stop();
        } catch (Throwable e) { // The task has ended anyway.
            LOG.warn("{} failed to stop", parts.taskName(), e);
        }
    }

    private synchronized boolean stopping() {
        return stopping;
    }

    private synchronized void running() {
        if (!stopping) {
            become(paused ? "PAUSED" : "RUNNING");
        }
    }

    private boolean restarts(Throwable cause, int inRow) {
        synchronized (this) {
            if (stopping) {
                return false;
            }
            LOG.warn("{} failed in its attempt {}", parts.taskName(), attempt, cause);
            failures.add(new Failure(attempt, System.currentTimeMillis(), Failure.trace(cause)));
            if (failures.size() > KEPT_FAILURES) {
                failures.remove(0);
            }
            become(inRow > restartLimit ? "FAILED" : "RESTARTING");
            if (inRow > restartLimit) {
                return false;
            }
            attempt++;
        }
        // Left over from an interrupt that the plugin has answered with an exception.
        Thread.interrupted();
        long wait = Math.min(LONGEST_DELAY.toMillis(), restartDelay.toMillis() << Math.min(inRow - 1, 20));
        try {
            long end = System.nanoTime() + wait * 1_000_000;
            for (long left = wait; left > 0 && !stopping(); left = (end - System.nanoTime()) / 1_000_000) {
                rest(left);
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !stopping();
    }

    private synchronized void become(String next) {
        if (!next.equals(state) && !state.equals("DESTROYED")) {
            state = next;
            since = System.currentTimeMillis();
        }
    }
}
