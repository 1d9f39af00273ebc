package io.jobledger.history.record;

import static java.util.stream.Collectors.groupingBy;

import io.jobledger.cluster.EngineClusters;
import io.jobledger.history.contract.model.CheckpointSummary;
import io.jobledger.history.contract.model.ConfigVersion;
import io.jobledger.history.contract.model.Job;
import io.jobledger.history.contract.model.JobLinks;
import io.jobledger.history.contract.model.JobRecord;
import io.jobledger.history.contract.model.Operation;
import io.jobledger.history.contract.model.Vertex;
import io.jobledger.http.Json;
import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.jobledger.ledger.search.Catalogue;
import io.jobledger.ledger.search.OperationQuery;
import io.jobledger.ledger.search.RunHistory;
import io.jobledger.ledger.search.TimeRange;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together all recorded facts of one run. */
@Singleton
public record JobRecords(
        Ledger ledger,
        RunHistory history,
        Catalogue catalogue,
        SavepointCatalogue savepoints,
        EngineClusters clusters,
        HistoryModels wording,
        Json json) {
    private static final PageRequest NEWEST = new PageRequest(20, null);

    /** The document in which both engines' recorders put the configuration. */
    private static final String CONFIG = "/config";

    /**
     * Returns the record of a run with one version of its configuration; empty if it has no such version. Blocks.
     *
     * @param version null for the newest
     */
    public Optional<JobRecord> of(JobRun run, @Nullable Integer version) {
        return version == null
                ? Optional.of(of(run))
                : document(run, CONFIG + '/' + version)
                        .map(document ->
                                of(run).config(new LinkedHashMap<>(Json.fields((JsonNode) document.get("config")))));
    }

    /** Returns the record of a run. Reads a dozen tables; blocks. */
    public JobRecord of(JobRun run) {
        Job job = wording.job(run);
        return new JobRecord(
                        job.getEngine(),
                        job.getCluster(),
                        job.getJobId(),
                        job.getRun(),
                        job.getNewest(),
                        job.getName(),
                        job.getState(),
                        job.getClosure(),
                        job.getStartTime(),
                        job.getEndTime(),
                        job.getDuration(),
                        job.getObservedAt(),
                        ledger.states(run.id()).stream().map(wording::state).toList(),
                        vertices(run),
                        history.exceptions(run.id(), NEWEST).items().stream()
                                .map(wording::exception)
                                .toList(),
                        checkpoints(run),
                        config(run),
                        savepoints.ofRun(run.id()).stream()
                                .map(savepoint -> wording.savepoint(savepoint, run))
                                .toList(),
                        operations(run.key()),
                        ledger.runs(run.key()).stream().map(wording::summary).toList(),
                        links(run))
                .configVersions(configVersions(run));
    }

    private List<Vertex> vertices(JobRun run) {
        Map<String, List<Attempt>> attempts = ledger.attempts(run.id()).stream().collect(groupingBy(Attempt::vertexId));
        return ledger.vertices(run.id()).stream()
                .map(vertex -> wording.vertex(vertex, attempts.getOrDefault(vertex.vertexId(), List.of())))
                .toList();
    }

    private CheckpointSummary checkpoints(JobRun run) {
        Map<String, Long> byStatus = history.checkpointsByStatus(run.id());
        return new CheckpointSummary(
                byStatus.values().stream().mapToLong(Long::longValue).sum(),
                byStatus,
                Math.max(ledger.failedCheckpoints(run.id()), byStatus.getOrDefault(Checkpoint.FAILED, 0L)),
                ledger.missingCheckpoints(run.id()),
                history.checkpoints(run.id(), null, null, NEWEST).items().stream()
                        .map(wording::checkpoint)
                        .toList());
    }

    @Nullable
    private Map<String, Object> config(JobRun run) {
        return document(run, CONFIG).orElse(null);
    }

    private Optional<Map<String, Object>> document(JobRun run, String path) {
        return ledger.document(run.id(), path)
                .filter(document -> document.status() == 200)
                .map(document -> wording.object(new String(document.body(), StandardCharsets.UTF_8)));
    }

    /** Lists the versions that an engine's recorder has put below the configuration. */
    private List<ConfigVersion> configVersions(JobRun run) {
        return ledger.documents(run.id(), CONFIG + '/').stream()
                .map(document -> new ConfigVersion(
                        Integer.valueOf(document.path().substring(CONFIG.length() + 1)),
                        Json.number(json.read(document.body()), "since")))
                .sorted(Comparator.comparing(ConfigVersion::getVersion))
                .toList();
    }

    private List<Operation> operations(JobKey key) {
        OperationQuery query = new OperationQuery(
                List.of(key.engine()), List.of(key.cluster()), key.jobId(), List.of(), List.of(), TimeRange.ALL);
        return catalogue.operations(query, NEWEST).items().stream()
                .map(wording::operation)
                .toList();
    }

    private JobLinks links(JobRun run) {
        JobKey key = run.key();
        String job = "/history/jobs/" + encoded(key.engine()) + '/' + encoded(key.cluster()) + '/'
                + encoded(key.jobId()) + '/';
        String ofRun = "?run=" + run.run();
        return new JobLinks(
                engineLinks(run),
                job + "runs",
                job + "checkpoints" + ofRun,
                job + "exceptions" + ofRun,
                job + "states" + ofRun,
                job + "metrics" + ofRun);
    }

    /** Returns the engine's own links, only for the newest run: its API knows no other. */
    private List<String> engineLinks(JobRun run) {
        return run.newest() ? clusters.links(run.key()) : List.of();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
