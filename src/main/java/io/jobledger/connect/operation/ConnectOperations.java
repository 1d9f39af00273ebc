package io.jobledger.connect.operation;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.OperationJournal;
import io.jobledger.connect.dialect.JsonDocuments;
import io.jobledger.connect.live.ConnectCalls;
import io.jobledger.connect.recorder.ConnectorRuns;
import io.jobledger.connect.wanted.WantedState;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.secrets.Secrets;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes changes, and notes each in the ledger: the request before, the outcome and what has become of the run after. */
public record ConnectOperations(
        EngineCluster cluster,
        ConnectCalls calls,
        WantedState wanted,
        ConnectorRuns runs,
        Json json,
        Executor blocking) {
    /** The longest time that a change waits for the recorder. */
    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    /**
     * Tells how a change came out.
     *
     * @param status of HTTP
     * @param text the answer
     */
    public record Outcome(boolean done, int status, String text) {}

    /**
     * Makes a change.
     *
     * @param call asks the workers
     * @param outcome reads their answer
     */
    public <T> CompletionStage<T> ask(
            ConnectChange change, Supplier<CompletionStage<T>> call, Function<T, Outcome> outcome) {
        return cluster.operations()
                .ask(
                        new OperationJournal.Request(change.kind(), change.connector(), change.from(), request(change)),
                        id -> make(change, call, outcome),
                        new OperationJournal.Outcome<>() {
                            @Override
                            public void answered(long id, T answer) {
                                Outcome told = outcome.apply(answer);
                                finish(id, told.done(), told.status(), told.text());
                            }

                            @Override
                            public void failed(long id, Throwable error) {
                                if (!EngineCalls.outcomeUnknown(error)) {
                                    finish(id, false, status(error), String.valueOf(error.getMessage()));
                                }
                            }
                        });
    }

    private <T> CompletionStage<T> make(
            ConnectChange change, Supplier<CompletionStage<T>> call, Function<T, Outcome> outcome) {
        boolean ends = change.kind() == OperationKind.STOP;
        return calls.dialect()
                // The last news of a run that is about to end.
                .thenCompose(dialect -> ends ? caughtUp() : CompletableFuture.<Void>completedStage(null))
                .thenApplyAsync(ready -> wanted.apply(change.kind(), change.connector(), change.config()), blocking)
                .thenCompose(undo -> call.get()
                        .handleAsync(
                                (answer, error) -> {
                                    boolean done = error == null
                                            && outcome.apply(answer).done();
                                    if (done) {
                                        // Again: another change may have come between.
                                        wanted.apply(change.kind(), change.connector(), change.config());
                                        note(change);
                                    } else if (error == null || !EngineCalls.outcomeUnknown(EngineCalls.cause(error))) {
                                        undo.run();
                                    }
                                    return error == null
                                            ? CompletableFuture.completedStage(answer)
                                            : CompletableFuture.<T>failedStage(error);
                                },
                                blocking)
                        .thenCompose(given -> given))
                .thenCompose(answer -> ends
                        ? CompletableFuture.completedStage(answer)
                        : caughtUp().thenApply(recorded -> answer));
    }

    private void note(ConnectChange change) {
        if (change.kind() == OperationKind.STOP && change.connector() == null) {
            runs.stoppedAll();
        } else if (change.kind() == OperationKind.STOP) {
            runs.stopped(change.connector());
        } else if (change.kind() == OperationKind.RESTART) {
            runs.restarted(change.connector(), change.task());
        } else if (change.connector() != null) {
            runs.changed(change.connector());
        }
    }

    private CompletionStage<Void> caughtUp() {
        return cluster.rounds().caughtUp(CATCH_UP);
    }

    private void finish(long id, boolean done, Integer status, String text) {
        cluster.operations()
                .finish(
                        id,
                        done ? OperationStatus.COMPLETED : OperationStatus.FAILED,
                        status,
                        text.startsWith("{") ? masked(json.read(text)) : Secrets.inText(text));
    }

    private static Integer status(Throwable error) {
        return error instanceof ApiException api ? Integer.valueOf(api.status().getCode()) : null;
    }

    private String request(ConnectChange change) {
        Map<String, JsonNode> request = new LinkedHashMap<>();
        if (change.connector() != null) {
            request.put("connector", JsonNode.createStringNode(change.connector()));
        }
        if (change.task() != null) {
            request.put("task", JsonNode.createNumberNode(change.task()));
        }
        if (change.config() != null) {
            request.put("config", JsonDocuments.object(change.config()));
        }
        return masked(JsonNode.createObjectNode(request));
    }

    private String masked(JsonNode node) {
        return json.writeText(Secrets.of(node));
    }
}
