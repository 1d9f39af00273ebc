package io.jobledger.flink.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineSession;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.RecordedPaths;
import io.jobledger.flink.archive.ArchivedJob;
import io.jobledger.flink.archive.RecordedBefore;
import io.jobledger.flink.live.ListedJob;
import io.jobledger.flink.recorded.Bodies;
import io.jobledger.flink.recorded.DerivedDocuments;
import io.jobledger.flink.recorded.FlinkRecordedJobs;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes runs: seals those of ended jobs with all documents, and marks others as lost. */
final class Sealer {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

    private static final String CHECKPOINTS = "/checkpoints";

    private final Ledger ledger;
    private final EngineCluster cluster;
    private final Archives archives;
    private final JobReader reader;
    private final RecordedBefore before;
    private final FlinkSnapshots snapshots;
    private final FlinkRecordedJobs recorded;
    private final Json json;
    private final Set<Archives.Entry> done = ConcurrentHashMap.newKeySet();

    Sealer(
            Ledger ledger,
            EngineCluster cluster,
            Archives archives,
            JobReader reader,
            RecordedBefore before,
            FlinkSnapshots snapshots,
            FlinkRecordedJobs recorded,
            Json json) {
        this.ledger = ledger;
        this.cluster = cluster;
        this.archives = archives;
        this.reader = reader;
        this.before = before;
        this.snapshots = snapshots;
        this.recorded = recorded;
        this.json = json;
    }

    /**
     * Seals an ended job that the engine still knows, from its archive and, for the rest, from the engine.
     *
     * @param patient true to wait on for an archive that is not there yet
     * @return true if the run is sealed now
     */
    boolean seal(EngineSession session, ListedJob job, boolean patient) {
        Optional<ArchivedJob> archive = archives.find(job.jobId(), job.startTime());
        if (archive.isEmpty() && archives.available() && patient) {
            return false;
        }
        Map<String, Document> documents = new LinkedHashMap<>(
                archive.isPresent() ? archive.get().documents() : reader.ended(session, job.jobId()));
        Document root = documents.get("");
        if (root == null || !FlinkStates.isFinal(Json.text(json.read(root.body()), "state"))) {
            return false;
        }
        Map<String, Document> told = told(session, job.jobId(), documents);
        if (told.isEmpty() && archive.isEmpty()) {
            return false;
        }
        told.forEach((path, document) -> {
            if (!document.isMark() || !isRead(documents.get(path))) {
                documents.put(path, document);
            }
        });
        run(job.jobId(), job.startTime()).ifPresent(run -> {
            before.attempts(run.id()).forEach(documents::putIfAbsent);
            documents.replaceAll((path, document) -> unmarked(run, document));
        });
        record(snapshots.sealed(job.jobId(), json.writeText(job.entry()), documents));
        return true;
    }

    /** Returns the run's recorded copy in place of a mark, which would replace it for good. */
    private Document unmarked(JobRun run, Document document) {
        return document.isMark()
                ? ledger.document(run.id(), document.path())
                        .filter(Sealer::isRead)
                        .orElse(document)
                : document;
    }

    private static boolean isRead(@Nullable Document document) {
        return document != null && document.status() == 200;
    }

    /**
     * Returns the engine's documents that the archive lacks or has in another state. Empty if the engine forgot the job
     * meanwhile: it then answers 404 to all, and a 404 of the job's own cannot be told apart.
     */
    private Map<String, Document> told(EngineSession session, String jobId, Map<String, Document> documents) {
        Map<String, Document> told = new LinkedHashMap<>(changedCheckpoints(session, jobId, documents));
        List<String> errors = documents.values().stream()
                .filter(document -> document.status() != 200)
                .map(Document::path)
                .toList();
        told.putAll(reader.read(session, jobId, errors));
        if (truncated(documents.get("/exceptions"))) {
            Document all = reader.read(session, jobId, List.of("/exceptions?maxExceptions=" + Integer.MAX_VALUE))
                    .get("/exceptions");
            if (all != null && all.status() == 200) {
                String path = RecordedPaths.ALL_EXCEPTIONS;
                told.put(path, new Document(path, all.status(), all.body()));
            }
        }
        // Read last: an engine that still knows these knew everything before.
        List<String> families =
                DerivedDocuments.families(json.read(documents.get("").body()));
        told.putAll(reader.read(session, jobId, families));
        // The engine knows a document that is too large to be read, too.
        boolean known = families.stream()
                .map(told::get)
                .allMatch(document -> isRead(document) || document != null && document.isMark());
        return known ? told : Map.of();
    }

    /**
     * Returns the documents of checkpoints that changed after the archive was written. The last one of a cancelled or
     * failed job is discarded only then.
     */
    private Map<String, Document> changedCheckpoints(
            EngineSession session, String jobId, Map<String, Document> documents) {
        Document archived = documents.get(CHECKPOINTS);
        Document now = reader.read(session, jobId, List.of(CHECKPOINTS)).get(CHECKPOINTS);
        if (archived == null || archived.status() != 200 || now == null || now.status() != 200) {
            return Map.of();
        }
        Set<JsonNode> known = new HashSet<>();
        Json.elements(json.read(archived.body()), "history").forEach(known::add);
        List<String> paths = new ArrayList<>();
        for (JsonNode checkpoint : Json.elements(json.read(now.body()), "history")) {
            if (!known.contains(checkpoint)) {
                paths.add(CHECKPOINTS + "/details/" + Json.number(checkpoint, "id"));
            }
        }
        Map<String, Document> changed = new LinkedHashMap<>(reader.read(session, jobId, paths));
        changed.put(CHECKPOINTS, now);
        return changed;
    }

    private boolean truncated(Document exceptions) {
        if (exceptions == null || exceptions.status() != 200) {
            return false;
        }
        JsonNode body = new Bodies(Map.of("", exceptions), json).at("");
        JsonNode history = body.get("exceptionHistory");
        return isTrue(body.get("truncated"))
                || history != null && history.isObject() && isTrue(history.get("truncated"));
    }

    private static boolean isTrue(JsonNode node) {
        return node != null && node.isBoolean() && node.getBooleanValue();
    }

    /**
     * Seals from archives the jobs that ended unobserved. Each version of an archive is read once.
     *
     * @param known the jobs to skip: the engine still knows them and tells more than an archive
     */
    void seal(List<Archives.Entry> archived, Set<String> known) {
        Map<String, List<JobRun>> runs = ledger.runs(
                cluster.kind(),
                cluster.name(),
                archived.stream().map(Archives.Entry::jobId).toList());
        for (Archives.Entry entry : archived) {
            List<JobRun> ofJob = runs.getOrDefault(entry.jobId(), List.of());
            if (known.contains(entry.jobId())
                    || done.contains(entry)
                    || !ofJob.isEmpty()
                            && ofJob.get(0).closure() == Closure.SEALED
                            && entry.modifiedAt() <= ofJob.get(0).observedAt()) {
                continue;
            }
            archives.find(entry.jobId()).ifPresent(archive -> {
                seal(archive);
                done.add(entry);
            });
        }
    }

    /** @return false if the archive is incomplete */
    private boolean seal(ArchivedJob job) {
        JobSnapshot snapshot;
        try {
            Optional<JobRun> run = run(job.jobId(), job.startTime());
            Map<String, Document> archived = job.bodies().documents();
            Map<String, Document> documents =
                    run.map(known -> before.with(known.id(), archived)).orElse(archived);
            Map<String, Document> kept = new LinkedHashMap<>(documents);
            job.cut()
                    .forEach((path, mark) -> kept.put(
                            path, run.map(known -> unmarked(known, mark)).orElse(mark)));
            snapshot = snapshots.sealed(job.jobId(), job.summary(), documents, kept);
        } catch (NullPointerException | IllegalArgumentException | UncheckedIOException e) {
            // One malformed file must not block all others.
            LOG.warn(
                    "The archive of job {} lacks what every archive has, and is left out: {}",
                    job.jobId(),
                    e.toString());
            return false;
        }
        record(snapshot);
        return true;
    }

    /** Returns the recorded run of a job that began at {@code startTime} (ms since the epoch). */
    private Optional<JobRun> run(String jobId, long startTime) {
        return ledger.runs(cluster.job(jobId)).stream()
                .filter(run -> run.startTime() == startTime)
                .findFirst();
    }

    /** Closes a run that its engine no longer knows: sealed if its archive or its end is there, else lost. */
    void close(JobRun open) {
        // Its end may have been recorded since, for a client.
        JobRun run = ledger.run(open.id()).orElse(open);
        String jobId = run.key().jobId();
        Optional<ArchivedJob> archive = archives.find(jobId, run.startTime());
        if (archive.isPresent() && seal(archive.get())) {
            return;
        }
        archives.unreadable(jobId)
                .ifPresent(reason -> LOG.warn(
                        "The archive of job {} ({}) cannot be read, so that its run is closed without it: {}",
                        jobId,
                        run.name(),
                        reason));
        Map<String, Document> documents = new LinkedHashMap<>();
        ledger.documents(run.id()).forEach(document -> documents.put(document.path(), document));
        boolean ended = FlinkStates.isFinal(run.state()) && documents.containsKey("");
        record(ended ? snapshots.sealed(run, documents) : snapshots.lost(run, documents));
    }

    private void record(JobSnapshot snapshot) {
        JobRun run = ledger.record(snapshot);
        recorded.forget(run.key().jobId());
        long missing = ledger.missingCheckpoints(run.id());
        LOG.info(
                "Job {} ({}), run {}: {} as {}{}",
                run.key().jobId(),
                run.name(),
                run.run(),
                run.state(),
                run.closure(),
                missing == 0 ? "" : ", without " + missing + " checkpoints that the engine had dropped already");
    }
}
