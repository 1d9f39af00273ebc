package io.jobledger.seatunnel.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.Json;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.JobSnapshotBuilder;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.Vertex;
import io.jobledger.seatunnel.ContractShape;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.secrets.Secrets;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the ledger's snapshots out of the engine's documents on jobs. Secrets in these are masked. */
final class SeaTunnelSnapshots {
    /** An ended run's last document before its end, with the fields that the engine drops then. */
    static final String RUNNING = "/running-jobs";

    /** The configuration as it was submitted, masked. */
    static final String CONFIG = "/config";

    /** There only if checkpoints are not on record; says why. */
    static final String CHECKPOINTS = "/checkpoints";

    /** The state of a job whose end is not known. */
    static final String UNKNOWABLE = "UNKNOWABLE";

    private final EngineCluster cluster;
    private final EngineTimes times;
    private final ContractShape shape;
    private final Json json;
    private final Clock clock;
    /** Guarded by this. */
    private long lastObserved;

    SeaTunnelSnapshots(EngineCluster cluster, EngineTimes times, ContractShape shape, Json json, Clock clock) {
        this.cluster = cluster;
        this.times = times;
        this.shape = shape;
        this.json = json;
        this.clock = clock;
    }

    /** Returns a run that goes on, without documents. */
    JobSnapshotBuilder open(JobDocument told, long startTime) {
        JobDocument job = masked(told);
        return run(job, startTime).vertices(vertices(job, null));
    }

    /** Returns the engine's document of a run that goes on. */
    Document running(JobDocument told) {
        return document("", masked(told).json());
    }

    /**
     * Returns a run whose end a client is about to be told. It stays open until it is sealed.
     *
     * @param told the engine's document; one without a time of the end gets the present one
     * @param known its documents so far; none of a run that is not on record
     */
    JobSnapshot told(JobDocument told, long startTime, List<Document> known) {
        JobDocument job = masked(told);
        if (times.millis(job.finishTime()) == null) {
            job = job.with(Map.of("finishTime", JsonNode.createStringNode(times.text(clock.millis()))));
        }
        return run(job, startTime)
                .endTime(end(job, startTime))
                .states(known.isEmpty() ? List.of(new StateChange(StateLog.FIRST_STATE, startTime)) : List.of())
                .documents(documents(known, document("", job.json())))
                .build();
    }

    /**
     * Returns a run that ended.
     *
     * @param known its documents so far
     * @param vertices as recorded while it ran; the vertices of an ended job have other ids, and no parallelism
     */
    JobSnapshotBuilder sealed(JobDocument told, long startTime, List<Document> known, List<Vertex> vertices) {
        JobDocument job = masked(told);
        long end = end(job, startTime);
        return run(job, startTime)
                .closure(Closure.SEALED)
                .endTime(end)
                .vertices(vertices.isEmpty() ? vertices(job, end) : ended(vertices, job.status(), end))
                .exceptions(exceptions(job, end))
                .samples(samples(job, end))
                .documents(documents(known, document("", job.json())));
    }

    /** Returns the end of a run that has ended, in milliseconds since the epoch. */
    long end(JobDocument job, long startTime) {
        return Math.max(startTime, times.millis(job.finishTime()));
    }

    /** Returns a run that its engine lost before its end: UNKNOWABLE since it was last seen. */
    JobSnapshotBuilder lost(JobRun run, JobDocument last, List<Document> known, List<Vertex> vertices) {
        long end = Math.max(run.startTime(), run.observedAt());
        Map<String, JsonNode> fields = Json.fields(last.json());
        fields.remove("envOptions");
        fields.remove("isStartWithSavePoint");
        fields.put("jobStatus", JsonNode.createStringNode(UNKNOWABLE));
        fields.put("errorMsg", JsonNode.nullNode());
        fields.put("finishTime", JsonNode.createStringNode(times.text(end)));
        JobDocument job = new JobDocument(JsonNode.createObjectNode(fields));
        return run(job, run.startTime())
                .closure(Closure.LOST)
                .endTime(end)
                .observedAt(Math.max(observedNow(), run.observedAt()))
                .states(List.of(new StateChange(UNKNOWABLE, end)))
                .vertices(ended(vertices, UNKNOWABLE, end))
                .documents(documents(known, document("", job.json())));
    }

    private JobSnapshotBuilder run(JobDocument job, long startTime) {
        return JobSnapshot.builder(cluster.job(job.jobId()))
                .name(job.name())
                .state(job.status())
                .startTime(startTime)
                .observedAt(observedNow())
                .summary(json.writeText(job.json()));
    }

    /** Returns a later time at each call. Ends within one second are listed in the order of their recording. */
    private synchronized long observedNow() {
        lastObserved = Math.max(lastObserved + 1, clock.millis());
        return lastObserved;
    }

    /** Returns the document of the submitted configuration, which is masked already. */
    Document config(JsonNode config) {
        return document(CONFIG, config);
    }

    /** Says why there are no checkpoints. */
    Document noCheckpoints() {
        String why = "The checkpoints are not on record: the storage of the engine is out of reach"
                + " (jobledger.seatunnel.checkpoint-dir).";
        return new Document(
                CHECKPOINTS,
                404,
                json.write(JsonNode.createObjectNode(Map.of("message", JsonNode.createStringNode(why)))));
    }

    /** Returns the job's metrics as a sample; none if the engine does not tell them. */
    List<MetricSample> samples(JobDocument job, long time) {
        JsonNode metrics = job.metrics();
        return metrics == null ? List.of() : List.of(new MetricSample(time, json.writeText(metrics)));
    }

    private JobDocument masked(JobDocument job) {
        Map<String, JsonNode> masked = new LinkedHashMap<>();
        String name = Secrets.inText(job.name());
        if (!name.equals(job.name())) {
            masked.put("jobName", JsonNode.createStringNode(name));
        }
        JsonNode env = job.value("envOptions");
        if (env != null) {
            masked.put("envOptions", Secrets.of(env));
        }
        if (job.errorMessage() != null) {
            masked.put("errorMsg", JsonNode.createStringNode(Secrets.inText(job.errorMessage())));
        }
        return masked.isEmpty() ? job : job.with(masked);
    }

    private List<Document> documents(List<Document> known, Document job) {
        Map<String, Document> all = new LinkedHashMap<>();
        known.forEach(document -> all.put(document.path(), document));
        Document running = all.put("", job);
        if (running != null && !new JobDocument(json.read(running.body())).hasEnded()) {
            all.putIfAbsent(RUNNING, new Document(RUNNING, running.status(), running.body()));
        }
        return new ArrayList<>(all.values());
    }

    private List<Vertex> vertices(JobDocument job, @Nullable Long end) {
        List<Vertex> vertices = new ArrayList<>();
        JsonNode dag = shape.of(job.json()).get("jobDag");
        if (dag != null) {
            for (JsonNode vertex : dag.get("vertices").values()) {
                JsonNode parallelism = vertex.get("parallelism");
                vertices.add(new Vertex(
                        vertex.get("id").coerceStringValue(),
                        vertices.size(),
                        vertex.get("name").coerceStringValue(),
                        parallelism == null ? 0 : parallelism.getIntValue(),
                        null,
                        job.status(),
                        null,
                        end));
            }
        }
        return vertices;
    }

    private static List<Vertex> ended(List<Vertex> vertices, String state, long end) {
        return vertices.stream()
                .map(vertex -> new Vertex(
                        vertex.vertexId(),
                        vertex.ordinal(),
                        vertex.name(),
                        vertex.parallelism(),
                        vertex.maxParallelism(),
                        state,
                        vertex.startTime(),
                        end))
                .toList();
    }

    private static List<JobException> exceptions(JobDocument job, long end) {
        String message = job.errorMessage();
        if (message == null || message.isBlank()) {
            return List.of();
        }
        String first = message.strip().lines().findFirst().orElse("");
        int colon = first.indexOf(':');
        String name = colon < 0 ? first : first.substring(0, colon);
        return List.of(new JobException(end, name, message, null, null, null));
    }

    private Document document(String path, JsonNode body) {
        return new Document(path, 200, json.write(body));
    }

    /** Returns the checkpoints as facts. If the job was stopped with a savepoint, the newest of each pipeline is it. */
    static List<Checkpoint> checkpoints(List<CheckpointFiles.Seen> files, boolean savepointDone) {
        Map<Integer, CheckpointFile> newest = new LinkedHashMap<>();
        if (savepointDone) {
            files.forEach(seen -> newest.merge(
                    seen.file().pipeline(),
                    seen.file(),
                    (one, other) -> one.checkpointId() > other.checkpointId() ? one : other));
        }
        return files.stream()
                .map(seen -> seen.file().toCheckpoint(newest.containsValue(seen.file()), seen.gone()))
                .toList();
    }
}
