package io.jobledger.seatunnel.live;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.Retries;
import io.jobledger.engine.Engine;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.seatunnel.JobDocument;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Calls the engine. A call waits for a starting engine, up to {@code jobledger.engine-wait}, then fails with 503 and
 * {@code Retry-After}. An engine that breaks off is 503, one that is silent for too long 504. The engine's errors
 * become ours, with its own words; a client's mistake that it calls its failure is 400. Reads are repeated: an engine
 * cannot tell of its jobs for 1 to 2 s after it comes up, and briefly when a job begins.
 */
public final class SeaTunnelLive {
    private static final String MAPS = "/hazelcast/rest/maps/";

    /** The time that an engine gets to find its jobs after it comes up. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 12;

    /** How often the engine is asked again, each 250 ms, for a job that it has not yet finished ending. */
    private static final int ENDING_ATTEMPTS = 40;

    /** The same for the list of running jobs. One job that does not finish ending must not delay all answers for long. */
    private static final int LIST_ATTEMPTS = 4;

    private final Engine engine;
    private final EngineCalls calls;
    private final EngineClient client;
    private final SeaTunnelEngineErrors errors;
    private final HiddenCauses causes;
    private final Json json;
    private final Clock clock;
    private final ExecutorService blocking;

    public SeaTunnelLive(
            EngineCluster cluster,
            EngineClient client,
            SeaTunnelEngineErrors errors,
            HiddenCauses causes,
            Json json,
            Clock clock,
            ExecutorService blocking) {
        this.engine = cluster.engine();
        this.calls = cluster.calls();
        this.client = client;
        this.errors = errors;
        this.causes = causes;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Returns the answer to a GET, shared with every equal GET in flight.
     *
     * @param call below {@code /hazelcast/rest/maps/}, encoded, with its query
     */
    public CompletionStage<JsonNode> get(String call) {
        return raw(MAPS + call).thenApply(this::json);
    }

    /** Returns one job; without a status if the engine does not know it. */
    public CompletionStage<JobDocument> job(String jobId) {
        // Its older name, which engines before 2.3.6 know too.
        return get("running-job/" + jobId).thenApply(JobDocument::new);
    }

    /**
     * Returns one job, once the engine has all of its end. For a moment the engine says that a job has ended, and has
     * neither the time nor the error. It gets 10 s for that.
     */
    public CompletionStage<JobDocument> settledJob(String jobId) {
        return settled(() -> job(jobId), JobDocument::isEnding, ENDING_ATTEMPTS);
    }

    /** Returns the engine's running jobs. If one is still ending, the engine gets 1 s to finish that. */
    public CompletionStage<JsonNode> settledRunningJobs() {
        return settled(() -> get("running-jobs"), SeaTunnelLive::anyIsEnding, LIST_ATTEMPTS);
    }

    private static boolean anyIsEnding(JsonNode jobs) {
        for (JsonNode job : jobs.values()) {
            if (new JobDocument(job).isEnding()) {
                return true;
            }
        }
        return false;
    }

    /** Repeats a read while its answer is not settled; returns the last one in any case. */
    private static <T> CompletionStage<T> settled(
            Supplier<CompletionStage<T>> read, Predicate<T> unsettled, int attempts) {
        AtomicInteger left = new AtomicInteger(attempts);
        return Retries.call(
                () -> read.get().thenApply(answer -> {
                    if (unsettled.test(answer) && left.getAndDecrement() > 0) {
                        throw new Unsettled();
                    }
                    return answer;
                }),
                attempts,
                error -> EngineCalls.cause(error) instanceof Unsettled);
    }

    /** Returns the answer to a GET as it came, if it is no error. */
    public CompletionStage<EngineAnswer> raw(String target) {
        return Retries.call(
                () -> calls.call(session -> client.get(session, target)).thenApply(answer -> good(answer, false)),
                ATTEMPTS,
                SeaTunnelLive::passes);
    }

    /** Returns the answer to a POST of JSON. */
    public CompletionStage<JsonNode> post(String call, byte[] body) {
        return send(call, body).thenApply(answer -> good(answer, true)).thenApply(this::json);
    }

    /** Posts a job. If the engine refuses it, the error also has the causes that are only in the engine's log. */
    public CompletionStage<JsonNode> submit(String call, byte[] config) {
        String request = UUID.randomUUID().toString();
        return send(call + "&request=" + request, config)
                .thenCompose(answer -> answer.ok()
                        ? CompletableFuture.completedStage(answer)
                        : CompletableFuture.supplyAsync(() -> refused(answer, request), blocking))
                .thenApply(this::json);
    }

    private EngineAnswer refused(EngineAnswer answer, String request) {
        throw error(answer, true, causes.of(request).orElse(null));
    }

    private CompletionStage<EngineAnswer> send(String call, byte[] body) {
        return calls.call(
                session -> client.exchange(session, HttpMethod.POST, MAPS + call, MediaType.APPLICATION_JSON, body));
    }

    private EngineAnswer good(EngineAnswer answer, boolean changing) {
        if (answer.ok()) {
            return answer;
        }
        throw error(answer, changing, null);
    }

    private ApiException error(EngineAnswer answer, boolean changing, @Nullable String cause) {
        ApiException error = errors.of(answer, changing, cause);
        boolean justCameUp = engine.session()
                .filter(session -> session.startedAt().plus(SETTLING).isAfter(clock.instant()))
                .isPresent();
        // The engine has answered a changing request, so its outcome is known.
        return justCameUp && !changing && error.status() == HttpStatus.INTERNAL_SERVER_ERROR
                ? ApiException.unavailable(error.getMessage(), EngineCalls.RETRY_AFTER, new Unsettled())
                : error;
    }

    private JsonNode json(EngineAnswer answer) {
        if (answer.body().length == 0) {
            throw ApiException.notFound("The engine has no such call.");
        }
        try {
            return json.read(answer.body());
        } catch (UncheckedIOException e) {
            throw ApiException.unavailable("The engine's answer is no JSON.", EngineCalls.RETRY_AFTER);
        }
    }

    /** Marks the failure of an engine that has just come up, or an answer that is about to change. */
    private static final class Unsettled extends RuntimeException {}

    /** Returns whether a failure passes by itself: the engine still looks for its jobs, or is about to begin one. */
    private static boolean passes(Throwable error) {
        return error instanceof ApiException failure
                && (failure.status() == HttpStatus.INTERNAL_SERVER_ERROR || failure.getCause() instanceof Unsettled);
    }
}
