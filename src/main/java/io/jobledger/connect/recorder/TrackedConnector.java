package io.jobledger.connect.recorder;

import io.jobledger.connect.TaskFacts;
import io.jobledger.ledger.Attempt;
import io.micronaut.core.annotation.Nullable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Holds the recorder's memory of a connector's run, so that only news is written. A restart reads it from the ledger. */
final class TrackedConnector {
    /** The ledger's id of the run, 0 before it is on record. */
    long runId;

    /** Milliseconds since the epoch. Before the run is on record: the end of the last one, or 0. */
    long startTime;

    @Nullable
    String state;

    /** The documents that were recorded last, as one text. */
    String documents = "";

    /** The config with its secrets, to see that one of these has changed; null after a restart. */
    @Nullable
    Map<String, String> config;

    /** The same as it is on record; null if none is. */
    @Nullable
    String maskedConfig;

    /** The number of configs on record. */
    int versions;

    /** The time of the last sample, milliseconds since the epoch. */
    long sampledAt;

    /** In how many rounds in a row the workers did not tell of the connector. */
    int missed;

    /** The failures on record whose times the worker tells. */
    final Set<String> failures = new HashSet<>();

    /** The failures that the worker told last, without their times. */
    final Set<String> traces = new HashSet<>();

    /** The newest attempt of each task. */
    final Map<Integer, Attempt> attempts = new HashMap<>();

    /** What to add to the worker's number of an attempt: it counts anew after each restart of the connector. */
    private final Map<Integer, Integer> before = new HashMap<>();

    /** The tasks whose next attempt is a new one, although the worker may number it as the last one. */
    private final Set<Integer> anew = new HashSet<>();

    /** Notes that the next attempt is a new one, of all tasks if {@code task} is null. */
    void restarted(@Nullable Integer task) {
        attempts.keySet().stream()
                .filter(each -> task == null || task.equals(each))
                .forEach(anew::add);
    }

    /** Returns the number of the task's attempt within the run, from 0. */
    int attempt(TaskFacts task) {
        int told = task.attempt() == null ? 0 : Math.toIntExact(task.attempt());
        Attempt last = attempts.get(task.task());
        if (last != null && (anew.remove(task.task()) || told + before(task) < last.attempt())) {
            before.put(task.task(), last.attempt() + 1 - told);
        }
        return told + before(task);
    }

    /** Returns the number of the attempt in which a task failed, within the run. */
    int attempt(TaskFacts task, TaskFacts.Failure failure) {
        return Math.toIntExact(failure.attempt()) + before(task);
    }

    private int before(TaskFacts task) {
        return before.getOrDefault(task.task(), 0);
    }

    /** Remembers the newest attempt of each task. */
    void remember(Collection<Attempt> recorded) {
        recorded.forEach(each -> attempts.merge(
                Integer.valueOf(each.vertexId()), each, (one, other) -> one.attempt() > other.attempt() ? one : other));
    }
}
