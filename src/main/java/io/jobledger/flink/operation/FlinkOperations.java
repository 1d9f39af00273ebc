package io.jobledger.flink.operation;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever is asked of the engine to change something. It is noted before the engine hears of it, so that it is known
 * whatever happens then, and the note is completed with the engine's answer before the client gets that.
 */
@Singleton
public final class FlinkOperations {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkOperations.class);

    private final FlinkLive live;
    private final LiveJobs jobs;
    private final OperationLog log;
    private final FlinkCluster cluster;
    private final Json json;
    private final Clock clock;
    private final ExecutorService blocking;

    /** The operations whose answer we still wait for. Guards also the rows: whoever reads these has both in step. */
    private final Set<Long> underWay = new HashSet<>();

    /** The operations in progress that this process has begun. Guarded by {@link #underWay}. */
    private final Set<Long> begun = new HashSet<>();

    FlinkOperations(
            FlinkLive live,
            LiveJobs jobs,
            OperationLog log,
            FlinkCluster cluster,
            Json json,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.live = live;
        this.jobs = jobs;
        this.log = log;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Passes a request on as it came.
     *
     * @param jobId the job that it is about, null for none
     */
    public CompletionStage<HttpResponse<?>> pass(OperationKind kind, @Nullable String jobId, HttpRequest<?> request) {
        ClientRequest asked = ClientRequest.by(request);
        String target = FlinkLive.target(request);
        return FlinkLive.body(request)
                .thenCompose(body -> ask(
                        kind,
                        jobId,
                        asked.with(body),
                        () -> live.call(request.getMethod(), target, FlinkLive.contentType(request), body)))
                .thenApply(FlinkLive::response);
    }

    /** Notes what is asked, lets {@code call} ask the engine, and notes its answer. */
    public CompletionStage<EngineAnswer> ask(
            OperationKind kind,
            @Nullable String jobId,
            ClientRequest asked,
            Supplier<CompletionStage<EngineAnswer>> call) {
        return ask(kind, jobId, asked, id -> call.get(), Function.identity());
    }

    /**
     * As above, for a call that needs the operation's id, or whose answer is more than the engine's.
     *
     * @param heard what of the answer is the engine's
     */
    <T> CompletionStage<T> ask(
            OperationKind kind,
            @Nullable String jobId,
            ClientRequest asked,
            LongFunction<CompletionStage<T>> call,
            Function<T, EngineAnswer> heard) {
        return CompletableFuture.supplyAsync(() -> begin(kind, jobId, asked), blocking)
                .thenCompose(id -> call.apply(id)
                        .handleAsync(
                                (answer, error) -> {
                                    note(id, () -> {
                                        if (error == null) {
                                            answered(id, kind, heard.apply(answer));
                                        } else {
                                            failed(id, kind, cause(error));
                                        }
                                    });
                                    if (error != null) {
                                        throw new CompletionException(cause(error));
                                    }
                                    return answer;
                                },
                                blocking));
    }

    private long begin(OperationKind kind, @Nullable String jobId, ClientRequest asked) {
        NewOperation operation = new NewOperation(
                FlinkCluster.ENGINE, cluster.name(), jobId, kind, null, clock.millis(), asked.from(), asked.noted());
        synchronized (underWay) {
            long id = log.begin(operation).id();
            underWay.add(id);
            begun.add(id);
            return id;
        }
    }

    /** What the engine has done is not undone by a failure to note it: a client told of an error would ask for it twice. */
    private void note(long id, Runnable outcome) {
        try {
            outcome.run();
        } catch (RuntimeException e) {
            LOG.error("How operation {} came out could not be noted", id, e);
        } finally {
            synchronized (underWay) {
                underWay.remove(id);
            }
            jobs.changed();
        }
    }

    private void answered(long id, OperationKind kind, EngineAnswer answer) {
        if (answer.ok()) {
            String job = job(kind, answer);
            if (job != null) {
                jobs.submitted(job);
                log.made(id, job);
            }
            String triggerId =
                    AsyncOperations.isPolled(kind) ? Json.text(json.read(answer.body()), "request-id") : null;
            if (triggerId != null && log.triggered(id, triggerId)) {
                return;
            }
        }
        finish(id, answer.ok() ? OperationStatus.COMPLETED : OperationStatus.FAILED, answer.status(), answer.body());
    }

    /** The job that the engine made of a program. */
    @Nullable
    private String job(OperationKind kind, EngineAnswer answer) {
        return switch (kind) {
            case RUN -> Json.text(json.read(answer.body()), "jobid");
            case SUBMIT -> {
                String url = Json.text(json.read(answer.body()), "jobUrl");
                yield url == null ? null : url.substring(url.lastIndexOf('/') + 1);
            }
            default -> null;
        };
    }

    /**
     * An engine that was sent the request may have taken it although its answer did not come through. If that can be seen
     * from what it makes, it is left to {@link Triggers}, as if we had died ourselves.
     */
    private void failed(long id, OperationKind kind, Throwable error) {
        if (!AsyncOperations.makesSavepoint(kind) || EngineCalls.neverSent(error)) {
            Integer status = error instanceof ApiException api
                    ? Integer.valueOf(api.status().getCode())
                    : null;
            finish(id, OperationStatus.FAILED, status, json.write(AsyncOperations.errors(error.getMessage())));
        }
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /**
     * Everything that is in progress, oldest first; but for those whose answer we still wait for, and for rescalings, which
     * the engine knows nothing of.
     */
    List<Operation> inProgress() {
        synchronized (underWay) {
            List<Operation> all = log.inProgress(FlinkCluster.ENGINE, cluster.name());
            begun.retainAll(all.stream().map(Operation::id).toList());
            return all.stream()
                    .filter(operation ->
                            !underWay.contains(operation.id()) && operation.kind() != OperationKind.RESCALING)
                    .toList();
        }
    }

    /** Whether this process has begun the operation. If not, another that stands in front of the cluster may have. */
    boolean begunHere(Operation operation) {
        synchronized (underWay) {
            return begun.contains(operation.id());
        }
    }

    void finish(long id, OperationStatus status, @Nullable Integer httpStatus, byte[] body) {
        log.finish(id, status, httpStatus, new String(body, StandardCharsets.UTF_8), clock.millis());
    }
}
