package io.jobledger.seatunnel.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.seatunnel.JobDocument;
import io.jobledger.seatunnel.live.JobRequests;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Submits and stops jobs, several at once by one call each. The engine's own calls for several jobs fail over ids below
 * 2^31, and older engines have no such calls.
 */
public final class JobOperations {
    private final SeaTunnelLive live;
    private final SeaTunnelOperations operations;
    private final Resumptions resumptions;
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final Json json;
    private final ExecutorService blocking;
    private final Consumer<JobDocument> ends;

    /** The ids of jobs that are being submitted. The engine accepts a second submission, and does nothing. */
    private final Set<String> submitting = ConcurrentHashMap.newKeySet();

    /** @param ends records the end of a job, before a client is told of it; blocks */
    public JobOperations(
            SeaTunnelLive live,
            OperationLog log,
            Ledger ledger,
            EngineCluster cluster,
            Json json,
            ExecutorService blocking,
            Consumer<JobDocument> ends) {
        this.live = live;
        this.operations = new SeaTunnelOperations(cluster.operations(), log, json);
        this.resumptions = new Resumptions(live);
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.blocking = blocking;
        this.ends = ends;
    }

    /**
     * Submits a job, if its id is free.
     *
     * @param resumed whether it goes on from its last savepoint; then the id may be one of a job that has ended
     * @param from the client's address
     */
    public CompletionStage<JsonNode> submit(
            JsonNode config,
            @Nullable String jobId,
            @Nullable String jobName,
            @Nullable Boolean resumed,
            @Nullable String from) {
        byte[] body = json.write(JobRequests.submittable(config));
        String id = jobId == null ? null : JobRequests.jobId(jobId);
        boolean resume = Boolean.TRUE.equals(resumed);
        if (id == null && resume) {
            throw ApiException.badRequest("Please provide jobId when start with save point.");
        }
        Map<String, JsonNode> noted = new LinkedHashMap<>();
        if (id != null) {
            noted.put("jobId", JsonNode.createStringNode(id));
        }
        if (jobName != null) {
            noted.put("jobName", JsonNode.createStringNode(jobName));
        }
        if (resumed != null) {
            noted.put("isStartWithSavePoint", JsonNode.createBooleanNode(resumed));
        }
        noted.put("config", config);
        String call =
                "submit-job?isStartWithSavePoint=" + resume + parameter("jobId", id) + parameter("jobName", jobName);
        JsonNode asked = JsonNode.createObjectNode(noted);
        if (id == null) {
            return operations.ask(OperationKind.SUBMIT, null, from, asked, () -> live.submit(call, body));
        }
        if (!submitting.add(id)) {
            throw taken(id, "being submitted.");
        }
        return resumptions
                .settled(id)
                .thenCompose(job -> isFree(job, resume)
                        ? operations.ask(
                                OperationKind.SUBMIT, id, from, asked, () -> resumptions.submit(call, body, id, job))
                        : refused(id, job))
                .whenComplete((answer, error) -> submitting.remove(id));
    }

    /** Submits several jobs, each with its {@code params}. */
    public CompletionStage<JsonNode> submitAll(JsonNode submissions, @Nullable String from) {
        List<JsonNode> all = elements(submissions);
        all.forEach(submission -> {
            JobRequests.submittable(submission);
            JobRequests.params(submission);
        });
        return inTurn(all, submission -> {
            JsonNode params = JobRequests.params(submission);
            Map<String, JsonNode> config = Json.fields(submission);
            config.remove("params");
            return submit(
                    JsonNode.createObjectNode(config),
                    Json.scalar(params, "jobId"),
                    Json.scalar(params, "jobName"),
                    JobRequests.flag(params, "isStartWithSavePoint"),
                    from);
        });
    }

    /**
     * Stops a job. A job that has ended is left as it is, even if only the ledger knows it.
     *
     * @param from the client's address
     */
    public CompletionStage<JsonNode> stop(JsonNode request, @Nullable String from) {
        String id = JobRequests.stoppable(request);
        Boolean withSavepoint = JobRequests.flag(request, "isStopWithSavePoint");
        Map<String, JsonNode> known = new LinkedHashMap<>();
        known.put("jobId", JsonNode.createStringNode(id));
        if (withSavepoint != null) {
            known.put("isStopWithSavePoint", JsonNode.createBooleanNode(withSavepoint));
        }
        JsonNode asked = JsonNode.createObjectNode(known);
        OperationKind kind = Boolean.TRUE.equals(withSavepoint) ? OperationKind.STOP : OperationKind.CANCEL;
        return live.job(id)
                .thenCompose(job -> job.status() == null
                        ? CompletableFuture.supplyAsync(() -> ended(id), blocking)
                        : operations.ask(kind, id, from, asked, () -> live.post("stop-job", json.write(asked))));
    }

    /** Returns the engine's answer for an ended job, about a job that it has forgotten. An unknown job is 404. */
    private JsonNode ended(String id) {
        if (ledger.newestRun(cluster.job(id)).isEmpty()) {
            throw ApiException.notFound("Job " + id + " is not known.");
        }
        return JsonNode.createObjectNode(Map.of("jobId", JsonNode.createStringNode(id)));
    }

    /** Stops several jobs. */
    public CompletionStage<JsonNode> stopAll(JsonNode requests, @Nullable String from) {
        List<JsonNode> all = elements(requests);
        all.forEach(JobRequests::stoppable);
        return inTurn(all, request -> stop(request, from));
    }

    private static boolean isFree(JobDocument job, boolean resumed) {
        return job.status() == null || resumed && job.hasEnded();
    }

    /** Fails with 409. It tells the state of the job, so an end is on record before. */
    private CompletionStage<JsonNode> refused(String id, JobDocument job) {
        return CompletableFuture.runAsync(() -> ends.accept(job), blocking).thenApply(recorded -> {
            throw taken(id, job.status() + (job.hasEnded() ? "; it can be resumed with isStartWithSavePoint." : "."));
        });
    }

    private static ApiException taken(String id, String how) {
        return ApiException.of(HttpStatus.CONFLICT, "The job id " + id + " is taken by a job that is " + how);
    }

    private static CompletionStage<JsonNode> inTurn(
            List<JsonNode> requests, Function<JsonNode, CompletionStage<JsonNode>> call) {
        List<JsonNode> answers = new ArrayList<>();
        CompletionStage<?> done = CompletableFuture.completedStage(null);
        for (JsonNode request : requests) {
            done = done.thenCompose(before -> call.apply(request)).thenAccept(answers::add);
        }
        return done.thenApply(all -> JsonNode.createArrayNode(answers));
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        JobRequests.array(array).values().forEach(elements::add);
        return elements;
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null
                ? ""
                : "&" + name + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
