package io.jobledger.seatunnel.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.json.tree.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Finds the configurations of jobs that were submitted through this service. */
public record SubmittedConfigs(OperationLog log, EngineCluster cluster, Json json) {
    /** In ms. The engine's times are cut to whole seconds, so a job may seem to begin before its submission. */
    private static final long CUT = 999;

    /** The time that the engine's clock may be behind ours, in milliseconds. */
    static final long LEEWAY = 2000;

    /**
     * Returns the configuration of the run that began at {@code startTime}, with its secrets masked. Empty if it is not
     * known. Blocks.
     *
     * @param startTime as the engine tells it, in milliseconds since the epoch
     */
    public Optional<JsonNode> of(String jobId, long startTime) {
        List<Operation> submissions = log.ofJob(cluster.job(jobId)).stream()
                .filter(operation -> operation.kind() == OperationKind.SUBMIT
                        && operation.status() != OperationStatus.FAILED
                        && operation.requestedAt() <= startTime + LEEWAY)
                .toList();
        return submissions.stream()
                .filter(operation -> operation.requestedAt() <= startTime + CUT)
                .reduce((earlier, later) -> later)
                .or(() -> submissions.stream().findFirst())
                .flatMap(this::config);
    }

    private Optional<JsonNode> config(Operation submission) {
        try {
            return Optional.ofNullable(
                    json.read(String.valueOf(submission.request())).get("config"));
        } catch (UncheckedIOException e) {
            // The request was longer than the part of it that is kept.
            return Optional.empty();
        }
    }
}
