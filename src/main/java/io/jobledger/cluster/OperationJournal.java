package io.jobledger.cluster;

import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes the operations that clients ask of one cluster. An operation is in the ledger before the engine hears of it, and
 * its outcome before the client gets the answer.
 */
public final class OperationJournal {
    private static final Logger LOG = LoggerFactory.getLogger(OperationJournal.class);

    private final String engine;
    private final String cluster;
    private final OperationLog log;
    private final Clock clock;
    private final Executor blocking;

    /** The operations whose answer is still awaited. Also guards the rows: a reader of these has both in step. */
    private final Set<Long> underWay = new HashSet<>();

    /** The operations in progress that this process has begun. Guarded by {@link #underWay}. */
    private final Set<Long> begun = new HashSet<>();

    OperationJournal(String engine, String cluster, OperationLog log, Clock clock, Executor blocking) {
        this.engine = engine;
        this.cluster = cluster;
        this.log = log;
        this.clock = clock;
        this.blocking = blocking;
    }

    /**
     * Describes one request of a client.
     *
     * @param jobId the job of the request; null for none, or if the engine has yet to make the job
     * @param from the client's address, null if it is not known
     * @param text the request as it is noted, without secrets
     */
    public record Request(
            OperationKind kind,
            @Nullable String jobId,
            @Nullable String from,
            String text) {}

    /** Notes how an operation came out. Its methods may block; an exception of theirs is logged, and reaches no client. */
    public interface Outcome<T> {
        void answered(long id, T answer);

        /** @param error the cause, never a {@link CompletionException} around it */
        void failed(long id, Throwable error);

        /** Called after either of them, whether it failed or not. */
        default void noted() {}
    }

    /**
     * Notes the request, lets {@code call} ask the engine, and has the outcome noted.
     *
     * @param call gets the operation's id
     * @return the engine's answer or error, once the outcome is noted
     */
    public <T> CompletionStage<T> ask(Request request, LongFunction<CompletionStage<T>> call, Outcome<T> outcome) {
        return CompletableFuture.supplyAsync(() -> begin(request), blocking)
                .thenCompose(id -> call.apply(id)
                        .handleAsync(
                                (answer, error) -> {
                                    Throwable cause = EngineCalls.cause(error);
                                    note(id, outcome, answer, cause);
                                    if (cause != null) {
                                        throw new CompletionException(cause);
                                    }
                                    return answer;
                                },
                                blocking));
    }

    /** Lists the operations in progress whose answer is not awaited here, oldest first. */
    public List<Operation> unanswered() {
        synchronized (underWay) {
            List<Operation> all = log.inProgress(engine, cluster);
            begun.retainAll(all.stream().map(Operation::id).toList());
            return all.stream()
                    .filter(operation -> !underWay.contains(operation.id()))
                    .toList();
        }
    }

    /** Tells whether this process has begun the operation; another service in front of the cluster may have. */
    public boolean begunHere(Operation operation) {
        synchronized (underWay) {
            return begun.contains(operation.id());
        }
    }

    /**
     * Ends an operation.
     *
     * @param httpStatus the engine's, null without an answer
     * @param answer the engine's answer as it is noted, null for none
     */
    public void finish(long id, OperationStatus status, @Nullable Integer httpStatus, @Nullable String answer) {
        log.finish(id, status, httpStatus, answer, clock.millis());
    }

    private long begin(Request request) {
        NewOperation operation = new NewOperation(
                engine, cluster, request.jobId(), request.kind(), null, clock.millis(), request.from(), request.text());
        synchronized (underWay) {
            long id = log.begin(operation).id();
            underWay.add(id);
            begun.add(id);
            return id;
        }
    }

    /** Notes an outcome, and only logs a failure of that. A client told of an error would repeat its request. */
    private <T> void note(long id, Outcome<T> outcome, T answer, @Nullable Throwable error) {
        try {
            if (error == null) {
                outcome.answered(id, answer);
            } else {
                outcome.failed(id, error);
            }
        } catch (RuntimeException e) {
            LOG.error("How operation {} came out could not be noted", id, e);
        } finally {
            synchronized (underWay) {
                underWay.remove(id);
            }
            outcome.noted();
        }
    }
}
