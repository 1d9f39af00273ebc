package io.jobledger.seatunnel.live;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineAnswer;
import io.jobledger.engine.EngineClient;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.EngineUnavailableException;
import io.jobledger.http.ApiException;
import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.retry.annotation.RetryPredicate;
import io.micronaut.retry.annotation.Retryable;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * Calls to the engine. Each waits for an engine that is starting, up to {@code jobledger.engine-wait}; then it fails with
 * 503 and {@code Retry-After}. An engine that breaks off is 503, one that is silent for too long 504. Its errors become
 * ours, with its own words; what it calls its failure though it was the client's is 400. An engine that has just come up
 * fails for a second or two to find its jobs: then it is asked again.
 */
@Singleton
public class SeaTunnelLive {
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** So long an engine that has come up is given to find its jobs. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final Engine engine;
    private final EngineClient client;
    private final EngineErrors errors;
    private final HiddenCauses causes;
    private final JsonMapper mapper;
    private final Clock clock;
    private final ExecutorService blocking;
    private final Duration wait;

    SeaTunnelLive(
            @Named("seatunnel") Engine engine,
            EngineClient client,
            EngineErrors errors,
            HiddenCauses causes,
            JsonMapper mapper,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            @Property(name = "jobledger.engine-wait") Duration wait) {
        this.engine = engine;
        this.client = client;
        this.errors = errors;
        this.causes = causes;
        this.mapper = mapper;
        this.clock = clock;
        this.blocking = blocking;
        this.wait = wait;
        engine.onLost(this::abandon);
    }

    /**
     * The answer to a GET, shared with every equal one in flight.
     *
     * @param call below {@code /hazelcast/rest/maps/}, encoded, with its query
     */
    public CompletionStage<JsonNode> get(String call) {
        return raw(MAPS + call).thenApply(this::json);
    }

    /** The answer to a GET as it came, if it is no error. */
    @Retryable(predicate = Settling.class, attempts = "40", delay = "250ms")
    public CompletionStage<EngineAnswer> raw(String target) {
        return onSession(session -> client.get(session, target).thenApply(answer -> settled(session, answer)))
                .thenApply(answer -> good(answer, false));
    }

    private EngineAnswer settled(EngineSession session, EngineAnswer answer) {
        if (answer.status() == HttpStatus.INTERNAL_SERVER_ERROR.getCode()
                && session.startedAt().plus(SETTLING).isAfter(clock.instant())) {
            throw ApiException.unavailable(
                    "The SeaTunnel engine has just come up and is looking for its jobs.", RETRY_AFTER, new Unsettled());
        }
        return answer;
    }

    /** The answer to a POST of JSON. */
    public CompletionStage<JsonNode> post(String call, byte[] body) {
        return send(call, body).thenApply(answer -> good(answer, true)).thenApply(this::json);
    }

    /** A POST of a job. What the engine says of it in its log alone, if it refuses, is in the error too. */
    public CompletionStage<JsonNode> submit(String call, byte[] config) {
        String request = UUID.randomUUID().toString();
        return send(call + "&request=" + request, config)
                .thenCompose(answer -> answer.ok()
                        ? CompletableFuture.completedStage(answer)
                        : CompletableFuture.supplyAsync(() -> refused(answer, request), blocking))
                .thenApply(this::json);
    }

    private EngineAnswer refused(EngineAnswer answer, String request) {
        throw errors.of(answer, true, causes.of(request).orElse(null));
    }

    private CompletionStage<EngineAnswer> send(String call, byte[] body) {
        return onSession(
                session -> client.exchange(session, HttpMethod.POST, MAPS + call, MediaType.APPLICATION_JSON, body));
    }

    private EngineAnswer good(EngineAnswer answer, boolean changing) {
        if (answer.ok()) {
            return answer;
        }
        throw errors.of(answer, changing, null);
    }

    private JsonNode json(EngineAnswer answer) {
        try {
            return mapper.readValue(answer.body(), JsonNode.class);
        } catch (IOException e) {
            throw ApiException.unavailable("The engine's answer is no JSON.", RETRY_AFTER);
        }
    }

    private <T> CompletionStage<T> onSession(Function<EngineSession, CompletionStage<T>> call) {
        return engine.ready(wait)
                .thenCompose(session -> {
                    CompletionStage<T> answer = call.apply(session);
                    if (!engine.session().equals(Optional.of(session))) {
                        // Lost before there was a call to abandon.
                        abandon(session);
                    }
                    return answer;
                })
                .exceptionally(error -> {
                    throw translate(error);
                });
    }

    private void abandon(EngineSession lost) {
        client.abandon(lost, new HttpClientException("it no longer answers"));
    }

    /** Whether the engine may have done what it was asked for, although the call failed. */
    public static boolean outcomeUnknown(Throwable error) {
        boolean neverSent = error.getCause() instanceof EngineUnavailableException;
        return error instanceof ApiException api
                && (api.status() == HttpStatus.GATEWAY_TIMEOUT
                        || api.status() == HttpStatus.SERVICE_UNAVAILABLE && !neverSent);
    }

    private static RuntimeException translate(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof EngineUnavailableException unavailable) {
            return ApiException.unavailable(unavailable.getMessage(), unavailable.retryAfter(), unavailable);
        }
        if (cause instanceof ReadTimeoutException) {
            return ApiException.timedOut("The SeaTunnel engine did not answer in time.", RETRY_AFTER);
        }
        if (cause instanceof HttpClientException || cause instanceof IOException) {
            return ApiException.unavailable(
                    "The SeaTunnel engine broke off or cannot be reached: " + cause.getMessage(), RETRY_AFTER);
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }

    /** Why an engine that has just come up fails. */
    private static final class Unsettled extends RuntimeException {}

    /** Which failures pass by themselves. */
    static final class Settling implements RetryPredicate {
        @Override
        public boolean test(Throwable error) {
            return error.getCause() instanceof Unsettled;
        }
    }
}
