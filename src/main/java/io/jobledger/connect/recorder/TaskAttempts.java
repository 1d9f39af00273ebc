package io.jobledger.connect.recorder;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Vertex;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes vertices and attempts of the tasks of connectors. */
final class TaskAttempts {
    private TaskAttempts() {}

    /** Returns the attempts that are new or have changed. */
    static List<Attempt> news(TrackedConnector run, ConnectorFacts connector, long now) {
        List<Attempt> news = new ArrayList<>();
        for (TaskFacts task : connector.tasks()) {
            Attempt last = run.attempts.get(task.task());
            int number = run.attempt(task);
            if (last != null && last.attempt() < number && last.endTime() == null) {
                news.add(ended(last, ConnectorSnapshots.STOPPED, now));
            }
            int recorded = last == null ? -1 : last.attempt();
            task.failures().stream()
                    .filter(failure -> run.attempt(task, failure) >= recorded && run.attempt(task, failure) < number)
                    .forEach(failure -> news.add(failed(run, task, failure, last)));
            Attempt current = current(task, number, last, now);
            if (!current.equals(last)) {
                news.add(current);
            }
        }
        return latest(news);
    }

    private static Attempt failed(
            TrackedConnector run, TaskFacts task, TaskFacts.Failure failure, @Nullable Attempt last) {
        int number = run.attempt(task, failure);
        return new Attempt(
                Integer.toString(task.task()),
                0,
                number,
                ConnectorSnapshots.FAILED,
                host(task),
                last != null && last.attempt() == number ? last.startTime() : null,
                failure.time());
    }

    private static Attempt current(TaskFacts task, int number, @Nullable Attempt last, long now) {
        boolean same = last != null && last.attempt() == number;
        boolean failed = task.state().equals(ConnectorSnapshots.FAILED);
        Long end = !failed ? null : same && last.endTime() != null ? last.endTime() : Long.valueOf(now);
        return new Attempt(
                Integer.toString(task.task()),
                0,
                number,
                task.state(),
                host(task),
                same ? last.startTime() : Long.valueOf(now),
                end);
    }

    /** Keeps the last of those that are the same attempt. */
    private static List<Attempt> latest(List<Attempt> attempts) {
        return List.copyOf(attempts.stream()
                .collect(Collectors.toMap(
                        each -> each.vertexId() + '/' + each.attempt(), each -> each, (one, other) -> other))
                .values());
    }

    static Attempt ended(Attempt attempt, String state, long end) {
        return new Attempt(
                attempt.vertexId(),
                attempt.subtask(),
                attempt.attempt(),
                state,
                attempt.host(),
                attempt.startTime(),
                end);
    }

    /** Returns a vertex for each task, those too that a change of the config has taken away. */
    static List<Vertex> vertices(TrackedConnector run, ConnectorFacts connector, long now) {
        List<Vertex> vertices = new ArrayList<>();
        connector
                .tasks()
                .forEach(
                        task -> vertices.add(vertex(connector.name(), task.task(), task.state(), run.startTime, null)));
        Set<Integer> there = connector.tasks().stream().map(TaskFacts::task).collect(Collectors.toSet());
        run.attempts.keySet().stream()
                .filter(task -> !there.contains(task))
                .forEach(task ->
                        vertices.add(vertex(connector.name(), task, ConnectorSnapshots.STOPPED, run.startTime, now)));
        return vertices;
    }

    private static Vertex vertex(String connector, int task, String state, long start, @Nullable Long end) {
        return new Vertex(
                Integer.toString(task), task, ConnectorSnapshots.task(connector, task), 1, null, state, start, end);
    }

    static Vertex ended(Vertex vertex, String state, long end) {
        return new Vertex(
                vertex.vertexId(),
                vertex.ordinal(),
                vertex.name(),
                vertex.parallelism(),
                vertex.maxParallelism(),
                state,
                vertex.startTime(),
                end);
    }

    @Nullable
    private static String host(TaskFacts task) {
        return task.workerId().isEmpty() ? null : task.workerId();
    }
}
