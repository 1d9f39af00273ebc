package io.jobledger.seatunnel.recorded;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.Json;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.JobDocument;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads jobs from the ledger, as the engine's own documents. All methods block for reads of the database.
 *
 * @param listedFinishedJobs {@code jobledger.seatunnel.listed-finished-jobs}: how many jobs that have ended are listed
 *     at most
 */
public record SeaTunnelRecordedJobs(Ledger ledger, EngineCluster cluster, Json json, int listedFinishedJobs) {
    /** Returns the newest run of the job; empty if the ledger knows none. */
    public Optional<JobRun> newestRun(String jobId) {
        return ledger.newestRun(cluster.job(jobId));
    }

    /** Returns the engine's last document of a run. */
    public Optional<JobDocument> document(JobRun run) {
        return ledger.document(run.id(), "").map(document -> new JobDocument(json.read(document.body())));
    }

    /**
     * Returns the jobs whose newest run has ended, in the order of their ends. If there are more than the setting
     * allows, the last to end are listed.
     *
     * @param state as the engine spells it; null for any
     */
    public List<JsonNode> ended(@Nullable String state) {
        return documents(ledger.endedJobs(cluster.kind(), cluster.name(), state, listedFinishedJobs).stream());
    }

    /** Returns the jobs that have not ended, as last known, oldest first. */
    public List<JsonNode> running() {
        List<JobRun> open = new ArrayList<>(ledger.openRuns(cluster.kind(), cluster.name()));
        Collections.reverse(open);
        return documents(open.stream());
    }

    private List<JsonNode> documents(Stream<JobRun> runs) {
        return runs.flatMap(run -> entry(run).stream()).map(JobDocument::json).toList();
    }

    /** Returns a run's document. The summary has the document, unless that is too long for it. */
    private Optional<JobDocument> entry(JobRun run) {
        return run.summary() == null ? document(run) : Optional.of(new JobDocument(json.read(run.summary())));
    }
}
