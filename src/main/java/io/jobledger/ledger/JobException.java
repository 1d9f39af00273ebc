package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;

/**
 * An exception that hit a run. Told apart by time, task and text.
 *
 * @param time milliseconds since the epoch
 * @param name the exception's class
 * @param text the stack trace; the ledger keeps its first 262,144 characters
 * @param task the failed task with its subtask, as the engine names it; null for the job as a whole
 * @param location {@code host:port} of the worker
 */
public record JobException(
        long time,
        String name,
        String text,
        @Nullable String task,
        @Nullable String location,
        @Nullable String taskManagerId) {
    public JobException {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
    }
}
