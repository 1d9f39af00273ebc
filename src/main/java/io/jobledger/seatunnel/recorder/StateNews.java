package io.jobledger.seatunnel.recorder;

import io.jobledger.ledger.StateChange;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of jobs' states that the engine has written down and that are not recorded yet. */
@Singleton
final class StateNews {
    private final StateLog log;
    private final Map<String, List<StateChange>> news = new HashMap<>();

    StateNews(StateLog log) {
        this.log = log;
    }

    /** Whether the engine writes all changes down; else they have to be seen. */
    boolean isKept() {
        return log.isKept();
    }

    /** Reads what the engine has written by now. */
    void read() {
        log.news()
                .forEach((jobId, changes) ->
                        news.computeIfAbsent(jobId, first -> new ArrayList<>()).addAll(changes));
    }

    /** The jobs of which there is news. */
    Set<String> jobs() {
        return new HashSet<>(news.keySet());
    }

    /** Takes what is new of a run: what has happened to its job since the run began. */
    List<StateChange> take(TrackedRun run) {
        List<StateChange> ofRun = new ArrayList<>();
        List<StateChange> ofEarlierRuns = new ArrayList<>();
        for (StateChange change : news.getOrDefault(run.jobId, List.of())) {
            (change.time() >= run.startTime ? ofRun : ofEarlierRuns).add(change);
        }
        if (!ofRun.isEmpty()) {
            news.put(run.jobId, ofEarlierRuns);
        }
        return ofRun;
    }

    /** Forgets what is new of jobs that nobody has asked about. */
    void forget(Set<String> jobs) {
        news.keySet().removeAll(jobs);
    }
}
