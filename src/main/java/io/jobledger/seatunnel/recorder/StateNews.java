package io.jobledger.seatunnel.recorder;

import io.jobledger.ledger.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of jobs' states that the engine has written down and that are not recorded yet. */
final class StateNews {
    private final StateLog log;
    private final Map<String, List<StateLog.Change>> news = new HashMap<>();

    StateNews(StateLog log) {
        this.log = log;
    }

    /** Whether the engine writes all changes down; else they have to be seen. */
    boolean isKept() {
        return log.isKept();
    }

    /**
     * Reads what the engine has written by now.
     *
     * @return the jobs that something was read of
     */
    Set<String> read() {
        Map<String, List<StateLog.Change>> read = log.news();
        read.forEach((jobId, changes) ->
                news.computeIfAbsent(jobId, first -> new ArrayList<>()).addAll(changes));
        return read.keySet();
    }

    /** The jobs of which there is news. */
    Set<String> jobs() {
        return new HashSet<>(news.keySet());
    }

    /**
     * What is new of a run. A job's runs follow each other in the news: each begins with a first change, and what comes
     * before that is of the run that began earlier. The run's own time of start is of no help, as it is cut to a second.
     */
    List<StateChange> of(SeaTunnelTrackedRun run) {
        return ofRun(run).stream().map(StateLog.Change::entered).toList();
    }

    /**
     * Forgets what is new of a run, as it is recorded.
     *
     * @param changes may be more than what is new: what was recorded before the service came up is in the log once more
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

    /** Forgets what is new of jobs: all their runs are sealed, or of no concern. */
    void forget(Set<String> jobs) {
        news.keySet().removeAll(jobs);
    }
}
