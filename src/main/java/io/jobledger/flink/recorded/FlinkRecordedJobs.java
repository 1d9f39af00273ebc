package io.jobledger.flink.recorded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.RecordedPaths;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.http.ready.ReadyAnswer;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.RecordedDocument;
import io.jobledger.ledger.retention.RunsForgotten;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What the ledger answers about a job, as the JobManager would answer about a finished one. Ready answers of closed runs
 * are kept in a bounded cache.
 */
@Singleton
public final class FlinkRecordedJobs {
    private static final String CHECKPOINTS = "/checkpoints";
    private static final UnaryOperator<String> NO_QUERY = name -> null;

    /** How long an answer may miss what another service on the same database has recorded or deleted. */
    private static final Duration OTHERS_SEEN_AFTER = Duration.ofSeconds(5);

    private static final JsonNode NO_VALUES = JsonNode.createObjectNode(Map.of());

    private final Ledger ledger;
    private final FlinkCluster cluster;
    private final Json json;
    private final Cache<String, Ready> ready;
    private final Set<Read> reads = ConcurrentHashMap.newKeySet();

    /**
     * @param cacheBytes {@code jobledger.document-cache}: how many bytes of ready answers to keep at most
     * @param databaseUrl {@code datasources.default.url}: unless it is H2's, other services may write to it too
     */
    FlinkRecordedJobs(
            Ledger ledger,
            FlinkCluster cluster,
            Json json,
            @Property(name = "jobledger.document-cache") long cacheBytes,
            @Property(name = "datasources.default.url") String databaseUrl) {
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        Caffeine<String, Ready> cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((target, answer) ->
                        300 + target.length() + answer.document().body().length);
        this.ready = databaseUrl.startsWith("jdbc:h2:")
                ? cache.build()
                : cache.expireAfterWrite(OTHERS_SEEN_AFTER).build();
    }

    /** The ready answer to a request target, or null if there is none. Never blocks. */
    @Nullable
    Ready ready(String target) {
        return ready.getIfPresent(target);
    }

    /** Forgets the ready answers about a job, because a run of it was recorded anew. */
    public synchronized void forget(String jobId) {
        reads.stream().filter(read -> read.jobId.equals(jobId)).forEach(read -> read.outOfDate = true);
        ready.asMap().values().removeIf(answer -> answer.jobId().equals(jobId));
    }

    /** Forgets all ready answers, because runs were deleted. */
    @EventListener
    synchronized void forgetAll(RunsForgotten event) {
        reads.forEach(read -> read.outOfDate = true);
        ready.invalidateAll();
    }

    private synchronized void keep(Read read, String target, Ready answer) {
        if (!read.outOfDate) {
            ready.put(target, answer);
        }
    }

    /**
     * The answer from the ledger, or null if it does not know the job. Blocks for one read of the database.
     *
     * @param rawPath the requested path below the job
     * @param query the first value of a parameter by its name, or null
     * @param target the whole request target, under which the answer may be kept ready
     * @param route the template of the target's path
     * @throws ApiException 404 if the job is known and has no such document, 400 if the path or the query is malformed
     */
    @Nullable
    public Document answer(String jobId, String rawPath, UnaryOperator<String> query, String target, String route) {
        JobPath path = JobPath.parse(rawPath);
        Read read = new Read(jobId);
        reads.add(read);
        try {
            return answer(read, path, query, target, route);
        } finally {
            reads.remove(read);
        }
    }

    @Nullable
    private Document answer(Read read, JobPath path, UnaryOperator<String> query, String target, String route) {
        String empty = path.emptyShape();
        RecordedDocument recorded = ledger.document(cluster.job(read.jobId), empty == null ? path.path() : "");
        if (recorded.unknownJob()) {
            return null;
        }
        return empty != null ? empty(recorded.run(), path, empty) : answer(read, path, query, target, route, recorded);
    }

    private Document answer(
            Read read,
            JobPath path,
            UnaryOperator<String> query,
            String target,
            String route,
            RecordedDocument recorded) {
        Document answer = view(path, document(recorded, path, read.jobId), query, recorded.run());
        if (recorded.run().closure() != Closure.OPEN) {
            keep(read, target, new Ready(read.jobId, answer, route));
        }
        return answer;
    }

    /**
     * As {@link #answer}, for several jobs at once: of each the document at this path, by the job's id, where there is an
     * answer and no error.
     *
     * @param targets without a query, by the jobs' ids
     * @param path that of a document
     */
    Map<String, Document> answers(Map<String, String> targets, String path, String route) {
        JobPath parsed = JobPath.parse(path);
        Map<String, Document> answers = new HashMap<>();
        List<Read> all = targets.keySet().stream().map(Read::new).toList();
        reads.addAll(all);
        try {
            Map<String, RecordedDocument> recorded =
                    ledger.documents(FlinkCluster.ENGINE, cluster.name(), targets.keySet(), parsed.path());
            for (Read read : all) {
                RecordedDocument found = recorded.get(read.jobId);
                if (found != null) {
                    answerOrNone(read, parsed, targets.get(read.jobId), route, found)
                            .ifPresent(answer -> answers.put(read.jobId, answer));
                }
            }
            return answers;
        } finally {
            all.forEach(reads::remove);
        }
    }

    private Optional<Document> answerOrNone(
            Read read, JobPath path, String target, String route, RecordedDocument recorded) {
        try {
            return Optional.of(answer(read, path, NO_QUERY, target, route, recorded));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    /**
     * An attempt of a job that runs, for an engine that no longer knows it; empty if it is not on record, or the path is
     * that of something else. Blocks for reads of the database.
     *
     * @param rawPath the requested path below the job
     */
    public Optional<Document> attempt(String jobId, String rawPath) {
        JobPath path = JobPath.parse(rawPath);
        if (path.attempt() == null) {
            return Optional.empty();
        }
        RecordedDocument recorded = ledger.document(cluster.job(jobId), path.path());
        if (recorded.unknownJob() || recorded.document() != null) {
            return Optional.ofNullable(recorded.document());
        }
        return ledger.document(recorded.run().id(), path.vertex()).flatMap(vertex -> currentAttempt(vertex, path));
    }

    /** As in the engine, metrics of an unknown vertex are just none; all else of it is not found. */
    private Document empty(JobRun run, JobPath path, String shape) {
        String vertex = path.vertex();
        if (vertex != null
                && !path.path().endsWith("metrics")
                && ledger.document(run.id(), vertex).isEmpty()) {
            String id = vertex.substring(vertex.lastIndexOf('/') + 1);
            throw FlinkEngineErrors.refused("No vertex with ID '" + id + "' exists.");
        }
        return new Document(path.path(), 200, shape.getBytes(StandardCharsets.UTF_8));
    }

    private Document document(RecordedDocument recorded, JobPath path, String jobId) {
        if (recorded.document() != null) {
            return recorded.document();
        }
        Optional<Document> derived = derived(recorded.run(), path.path());
        if (derived.isPresent()) {
            return derived.get();
        }
        long run = recorded.run().id();
        if (path.checkpoint() != null) {
            throw noCheckpoint(run, path, jobId);
        }
        if (path.vertex() != null) {
            Document vertex = ledger.document(run, path.vertex())
                    .orElseThrow(() -> JobPath.parse(path.vertex()).notFound(jobId));
            return currentAttempt(vertex, path).orElseThrow(() -> path.notFound(jobId));
        }
        throw path.notFound(jobId);
    }

    /** What follows from the documents of a run that was imported. */
    private Optional<Document> derived(JobRun run, String path) {
        if (run.closure() != Closure.SEALED || !DerivedDocuments.isOne(path)) {
            return Optional.empty();
        }
        Map<String, Document> all = new HashMap<>();
        ledger.documents(run.id()).forEach(document -> all.put(document.path(), document));
        return all.containsKey("")
                ? Optional.ofNullable(DerivedDocuments.missing(all, json).get(path))
                : Optional.empty();
    }

    private ApiException noCheckpoint(long run, JobPath path, String jobId) {
        if (ledger.document(run, CHECKPOINTS)
                .filter(checkpoints -> checkpoints.status() != 200)
                .isPresent()) {
            return FlinkEngineErrors.refused("Checkpointing was not enabled for job " + jobId + '.');
        }
        if (!path.path().equals(path.checkpoint())
                && ledger.document(run, path.checkpoint()).isPresent()) {
            String task = path.path().substring(path.path().lastIndexOf('/') + 1);
            return FlinkEngineErrors.unknown("There is no checkpoint statistics for task " + task + '.');
        }
        return path.notFound(jobId);
    }

    /** Of a run without its end on record the vertices tell their subtasks' current attempts. */
    private Optional<Document> currentAttempt(Document vertex, JobPath path) {
        String root = path.vertex() + "/subtasks/";
        for (JsonNode subtask : Json.elements(json.read(vertex.body()), "subtasks")) {
            String current = root + Json.number(subtask, "subtask");
            if (path.path().equals(current)
                    || path.path().equals(current + "/attempts/" + Json.number(subtask, "attempt"))) {
                return Optional.of(new Document(path.path(), 200, json.write(subtask)));
            }
        }
        return Optional.empty();
    }

    private Document view(JobPath path, Document document, UnaryOperator<String> query, JobRun run) {
        if (document.status() != 200) {
            return document;
        }
        return switch (path.path()) {
            case "/accumulators" -> accumulators(document, query);
            case "/exceptions" -> exceptions(document, query, run);
            default -> document;
        };
    }

    /** The archive has the serialised accumulators; the JobManager shows them only when asked to. */
    private Document accumulators(Document document, UnaryOperator<String> query) {
        if (Boolean.parseBoolean(query.apply("includeSerializedValue"))) {
            return document;
        }
        JsonNode shown = Json.with(json.read(document.body()), Map.of("serialized-user-task-accumulators", NO_VALUES));
        return new Document(document.path(), 200, json.write(shown));
    }

    private Document exceptions(Document document, UnaryOperator<String> query, JobRun run) {
        String asked = query.apply("maxExceptions");
        String labels = query.apply("failureLabelFilter");
        if (asked == null && labels == null) {
            return document;
        }
        int limit = asked == null ? ExceptionsView.DEFAULT_LIMIT : limit(asked);
        JsonNode all = json.read(ledger.document(run.id(), RecordedPaths.ALL_EXCEPTIONS)
                .orElse(document)
                .body());
        return new Document(document.path(), 200, json.write(ExceptionsView.of(all, limit, labels)));
    }

    private static int limit(String asked) {
        try {
            return Math.max(0, Integer.parseInt(asked));
        } catch (NumberFormatException e) {
            throw FlinkEngineErrors.unresolvableQuery("maxExceptions", asked);
        }
    }

    /** A read of the ledger under way, whose answer may not be kept if its job is forgotten meanwhile. */
    private static final class Read {
        private final String jobId;

        /** Guarded by the outer object. */
        private boolean outOfDate;

        Read(String jobId) {
            this.jobId = jobId;
        }
    }

    /**
     * @param jobId in lower case, whatever the target has
     */
    record Ready(String jobId, Document document, ReadyAnswer answer) {
        Ready(String jobId, Document document, String route) {
            this(jobId, document, new ReadyAnswer(route, document.body()));
        }
    }
}
