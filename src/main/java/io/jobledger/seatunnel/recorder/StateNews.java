package io.jobledger.seatunnel.recorder;

import io.jobledger.ledger.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the changes of jobs' states that the engine has logged and that are not recorded yet. */
final class StateNews {
    private final StateLog log;
    private final Map<String, List<StateLog.Change>> news = new HashMap<>();

    StateNews(StateLog log) {
        this.log = log;
    }

    /** Returns whether the engine logs all changes. Otherwise the rounds have to see them. */
    boolean isKept() {
        return log.isKept();
    }

    /**
     * Reads the changes that the engine has logged since.
     *
     * @return the jobs that changed
     */
    Set<String> read() {
        Map<String, List<StateLog.Change>> read = log.news();
        read.forEach((jobId, changes) ->
                news.computeIfAbsent(jobId, first -> new ArrayList<>()).addAll(changes));
        return read.keySet();
    }

    /** Returns the jobs that have unrecorded changes. */
    Set<String> jobs() {
        return new HashSet<>(news.keySet());
    }

    /**
     * Returns the unrecorded changes of a run. In the log each run of a job begins with a first change. Changes before
     * it belong to the earlier run. The start time does not help, as it is cut to a second.
     */
    List<StateChange> of(SeaTunnelTrackedRun run) {
        return ofRun(run).stream().map(StateLog.Change::entered).toList();
    }

    /**
     * Forgets changes of a run that are now recorded.
     *
     * @param changes may include changes recorded before the service came up, as the log has them again
     */
    void recorded(SeaTunnelTrackedRun run, List<StateChange> changes) {
        List<StateLog.Change> ofRun = ofRun(run).stream()
                .filter(change -> changes.contains(change.entered()))
                .toList();
        if (!ofRun.isEmpty()) {
            run.begun = true;
            news.get(run.jobId).removeAll(ofRun);
            news.remove(run.jobId, List.of());
        }
    }

    private List<StateLog.Change> ofRun(SeaTunnelTrackedRun run) {
        List<StateLog.Change> all = news.getOrDefault(run.jobId, List.of()).stream()
                .filter(change -> change.entered().time() >= run.startTime)
                .toList();
        int from = run.begun ? 0 : Math.max(0, firstFrom(all, 0));
        int next = firstFrom(all, run.begun ? from : from + 1);
        return all.subList(Math.min(from, all.size()), next < 0 ? all.size() : next);
    }

    private static int firstFrom(List<StateLog.Change> changes, int from) {
        for (int i = from; i < changes.size(); i++) {
            if (changes.get(i).first()) {
                return i;
            }
        }
        return -1;
    }

    /** Forgets the changes of jobs whose runs are all sealed, or of no concern. */
    void forget(Set<String> jobs) {
        news.keySet().removeAll(jobs);
    }
}
