package io.jobledger.seatunnel.operation;

import io.jobledger.cluster.EngineCalls;
import io.jobledger.cluster.OperationJournal;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.secrets.Secrets;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Notes operations and their outcomes, without secrets. An operation stays in progress if the engine may have taken it
 * although its answer did not come through.
 */
record SeaTunnelOperations(OperationJournal journal, OperationLog log, Json json) {
    /**
     * Lets {@code call} ask the engine.
     *
     * @param jobId null if the engine has yet to give the job one; then it is the answer's {@code jobId}
     * @param from the client's address, null if it is not known
     * @param request the client's request; it is noted with its secrets masked
     */
    CompletionStage<JsonNode> ask(
            OperationKind kind,
            @Nullable String jobId,
            @Nullable String from,
            JsonNode request,
            Supplier<CompletionStage<JsonNode>> call) {
        return journal.ask(
                new OperationJournal.Request(kind, jobId, from, masked(request)),
                id -> call.get(),
                new OperationJournal.Outcome<>() {
                    @Override
                    public void answered(long id, JsonNode answer) {
                        SeaTunnelOperations.this.answered(id, jobId, answer);
                    }

                    @Override
                    public void failed(long id, Throwable error) {
                        SeaTunnelOperations.this.failed(id, error);
                    }
                });
    }

    private void answered(long id, @Nullable String jobId, JsonNode answer) {
        String made = Json.scalar(answer, "jobId");
        if (jobId == null && made != null) {
            log.made(id, made);
        }
        journal.finish(id, OperationStatus.COMPLETED, HttpStatus.OK.getCode(), masked(answer));
    }

    private void failed(long id, Throwable error) {
        if (EngineCalls.outcomeUnknown(error)) {
            return;
        }
        Integer status =
                error instanceof ApiException api ? Integer.valueOf(api.status().getCode()) : null;
        Map<String, JsonNode> result = new LinkedHashMap<>();
        result.put("status", JsonNode.createStringNode("fail"));
        result.put("message", JsonNode.createStringNode(String.valueOf(error.getMessage())));
        journal.finish(id, OperationStatus.FAILED, status, masked(JsonNode.createObjectNode(result)));
    }

    private String masked(JsonNode node) {
        return json.writeText(Secrets.of(node));
    }
}
