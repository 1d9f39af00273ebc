package io.jobledger.connect.recorder;

import io.jobledger.connect.ConnectorFacts;
import io.jobledger.connect.TaskFacts;
import io.jobledger.ledger.JobException;
import io.jobledger.secrets.Secrets;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the failures of a connector and its tasks that are not on record yet.
 *
 * @param exceptions the new ones
 * @param failures names those whose times the worker tells
 * @param traces names those that the worker tells now without a time; each counts as new once
 */
record TaskFailures(List<JobException> exceptions, Set<String> failures, Set<String> traces) {

    static TaskFailures of(TrackedConnector run, ConnectorFacts connector, long now) {
        TaskFailures all = new TaskFailures(new ArrayList<>(), new HashSet<>(), new HashSet<>());
        if (connector.trace() != null) {
            all.add(run, connector.since(), now, connector.trace(), null, connector.workerId());
        }
        for (TaskFacts task : connector.tasks()) {
            String name = ConnectorSnapshots.task(connector.name(), task.task());
            task.failures()
                    .forEach(failure -> all.add(run, failure.time(), now, failure.trace(), name, task.workerId()));
            if (task.failures().isEmpty() && task.trace() != null) {
                all.add(run, null, now, task.trace(), name, task.workerId());
            }
        }
        return all;
    }

    private void add(
            TrackedConnector run, @Nullable Long time, long now, String trace, @Nullable String task, String worker) {
        String text = Secrets.inText(trace);
        String name = name(task, time, text);
        (time == null ? traces : failures).add(name);
        if ((time == null ? run.traces : run.failures).contains(name)) {
            return;
        }
        String first = text.strip().lines().findFirst().orElse("");
        int colon = first.indexOf(':');
        exceptions.add(new JobException(
                time == null ? now : time,
                colon < 0 ? first : first.substring(0, colon),
                text,
                task,
                worker.isEmpty() ? null : worker,
                null));
    }

    /** Notes that all of these are on record. */
    void recorded(TrackedConnector run) {
        run.failures.addAll(failures);
        run.traces.clear();
        run.traces.addAll(traces);
    }

    /** Notes the recorded failures of the run. */
    static void remember(TrackedConnector run, List<JobException> exceptions) {
        for (JobException each : exceptions) {
            run.failures.add(name(each.task(), each.time(), each.text()));
            run.traces.add(name(each.task(), null, each.text()));
        }
    }

    /** Names a failure shortly: traces are long. */
    private static String name(@Nullable String task, @Nullable Long time, String text) {
        return task + '@' + time + ' ' + text.hashCode();
    }
}
