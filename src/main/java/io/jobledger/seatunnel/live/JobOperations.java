package io.jobledger.seatunnel.live;

import io.jobledger.http.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Submitting and stopping jobs. Several at once are done one after the other by the calls for one: the engine's own calls
 * for several fail over ids below 2^31, and older engines have none.
 */
@Singleton
public final class JobOperations {

    private static final Set<String> LAST_STATES =
            Set.of("FINISHED", "CANCELED", "FAILED", "SAVEPOINT_DONE", "UNKNOWABLE");

    private final SeaTunnelLive live;
    private final JsonMapper mapper;

    JobOperations(SeaTunnelLive live, JsonMapper mapper) {
        this.live = live;
        this.mapper = mapper;
    }

    /**
     * Submits a job, if its id is free.
     *
     * @param resumed whether it goes on from its last savepoint; then the id may be one of a job that has ended
     */
    public CompletionStage<JsonNode> submit(
            JsonNode config, @Nullable String jobId, @Nullable String jobName, boolean resumed) {
        byte[] body = bytes(JobRequests.submittable(config));
        String id = jobId == null ? null : JobRequests.jobId(jobId);
        if (id == null && resumed) {
            throw ApiException.badRequest("Please provide jobId when start with save point.");
        }
        String call =
                "submit-job?isStartWithSavePoint=" + resumed + parameter("jobId", id) + parameter("jobName", jobName);
        CompletionStage<?> free = id == null ? CompletableFuture.completedStage(null) : free(id, resumed);
        return free.thenCompose(nothing -> live.post(call, body));
    }

    /** Submits several jobs, each with its {@code params}. */
    public CompletionStage<JsonNode> submitAll(JsonNode submissions) {
        List<JsonNode> all = elements(submissions);
        all.forEach(JobRequests::submittable);
        return inTurn(all, submission -> {
            JsonNode params = submission.get("params");
            if (params == null || !params.isObject()) {
                throw ApiException.badRequest("params is missing.");
            }
            Map<String, JsonNode> config = new LinkedHashMap<>();
            submission.entries().forEach(field -> {
                if (!field.getKey().equals("params")) {
                    config.put(field.getKey(), field.getValue());
                }
            });
            return submit(
                    JsonNode.createObjectNode(config),
                    text(params, "jobId"),
                    text(params, "jobName"),
                    Boolean.parseBoolean(text(params, "isStartWithSavePoint")));
        });
    }

    /** Stops a job that the engine knows. */
    public CompletionStage<JsonNode> stop(JsonNode request) {
        String id = JobRequests.jobId(JobRequests.object(request).get("jobId"));
        return state(id).thenCompose(state -> {
            if (state == null) {
                throw ApiException.notFound("Job " + id + " is not known.");
            }
            return live.post("stop-job", bytes(request));
        });
    }

    /** Stops several jobs. */
    public CompletionStage<JsonNode> stopAll(JsonNode requests) {
        List<JsonNode> all = elements(requests);
        all.forEach(request -> JobRequests.jobId(JobRequests.object(request).get("jobId")));
        return inTurn(all, this::stop);
    }

    private CompletionStage<Void> free(String id, boolean resumed) {
        return state(id).thenAccept(state -> {
            if (state != null && !(resumed && LAST_STATES.contains(state))) {
                throw ApiException.of(
                        HttpStatus.CONFLICT,
                        "The job id " + id + " is taken by a job that is " + state
                                + (LAST_STATES.contains(state)
                                        ? "; it can be resumed with isStartWithSavePoint."
                                        : "."));
            }
        });
    }

    /** Null for a job that the engine does not know. */
    private CompletionStage<String> state(String id) {
        return live.get("job-info/" + id).thenApply(job -> text(job, "jobStatus"));
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

    @Nullable
    private static String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() || value.isContainerNode() ? null : value.coerceStringValue();
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null
                ? ""
                : "&" + name + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] bytes(JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
