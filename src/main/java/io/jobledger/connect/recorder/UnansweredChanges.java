package io.jobledger.connect.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Ends changes whose answer was lost, because the service ended or the worker broke off. Their runs tell what has become
 * of them.
 */
record UnansweredChanges(EngineCluster cluster, Ledger ledger, Clock clock) {
    /** Longer than the longest call. Another service may stand in front of a remote worker. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    /** Call it once the workers' connectors are recorded. Blocks. */
    void end() {
        for (Operation operation : cluster.operations().unanswered()) {
            long age = clock.millis() - operation.requestedAt();
            if (cluster.engine().isOurs() || age > LONGEST_CALL.toMillis()) {
                boolean done = isDone(operation);
                cluster.operations()
                        .finish(
                                operation.id(),
                                done ? OperationStatus.COMPLETED : OperationStatus.FAILED,
                                null,
                                done ? null : "The worker's answer was not heard.");
            }
        }
    }

    private boolean isDone(Operation operation) {
        if (operation.jobId() == null) {
            return false;
        }
        Optional<JobRun> run = ledger.newestRun(cluster.job(operation.jobId()));
        return switch (operation.kind()) {
            case SUBMIT -> run.filter(made -> made.closure() == Closure.OPEN).isPresent();
            case STOP ->
                run.filter(stopped -> stopped.closure() == Closure.OPEN).isEmpty();
            default -> false;
        };
    }
}
