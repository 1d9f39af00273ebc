package io.jobledger.flink.rescaling;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.operation.ClientRequest;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.json.tree.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the rescalings among the recorded operations. */
record RescalingRows(OperationLog log, EngineCluster cluster, Json json, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(RescalingRows.class);

    Operation begin(String jobId, RescalingPlan plan, ClientRequest asked) {
        return begin(jobId, asked, plan.noted(asked.line(), json));
    }

    /** Records a rescaling that fails before it begins. */
    Operation failed(String jobId, ClientRequest asked, String message) {
        Operation operation = begin(jobId, asked, asked.line());
        fail(operation, message);
        return operation;
    }

    private Operation begin(String jobId, ClientRequest asked, String request) {
        return log.begin(new NewOperation(
                cluster.kind(),
                cluster.name(),
                jobId,
                OperationKind.RESCALING,
                UUID.randomUUID().toString().replace("-", ""),
                clock.millis(),
                asked.from(),
                request));
    }

    Optional<Operation> find(String jobId, String triggerId) {
        return log.find(cluster.job(jobId), triggerId).filter(operation -> operation.kind() == OperationKind.RESCALING);
    }

    /** Returns the rescalings in progress, oldest first. */
    List<Operation> inProgress() {
        return log.inProgress(cluster.kind(), cluster.name()).stream()
                .filter(operation -> operation.kind() == OperationKind.RESCALING)
                .toList();
    }

    /** Returns the plan of an operation in progress. Without one on record it fails the operation, returning empty. */
    Optional<RescalingPlan> plan(Operation operation) {
        try {
            return Optional.of(RescalingPlan.parse(operation.request(), json));
        } catch (RuntimeException e) {
            LOG.warn("Rescaling {} was cut off before it began: {}", operation.id(), e.toString());
            fail(operation, "The service ended before it had asked the engine for anything.");
            return Optional.empty();
        }
    }

    /** Returns the ms since the request. */
    long age(Operation operation) {
        return clock.millis() - operation.requestedAt();
    }

    void complete(Operation operation) {
        finish(operation, OperationStatus.COMPLETED, RescalingOutcome.rescaled());
    }

    void fail(Operation operation, String message) {
        finish(operation, OperationStatus.FAILED, RescalingOutcome.failed(message));
    }

    /** @param body the engine's error */
    void refused(Operation operation, byte[] body) {
        finish(operation, OperationStatus.FAILED, RescalingOutcome.refused(body, json));
    }

    private void finish(Operation operation, OperationStatus status, JsonNode answer) {
        String result = json.writeText(answer);
        log.finish(operation.id(), status, 200, result, clock.millis());
    }
}
