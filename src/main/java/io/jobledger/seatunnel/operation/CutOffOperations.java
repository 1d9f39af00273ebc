package io.jobledger.seatunnel.operation;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Ends operations whose answer was lost, because the service ended or the engine broke off. The jobs on record tell
 * whether such an operation was done.
 */
public final class CutOffOperations {
    /** Longer than the longest call to an engine. Another service may stand in front of a remote one. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    private static final Set<String> STOPPING = Set.of("CANCELING", "DOING_SAVEPOINT");

    private final EngineCluster cluster;
    private final OperationLog log;
    private final Ledger ledger;
    private final Clock clock;
    private final long begun;

    public CutOffOperations(EngineCluster cluster, OperationLog log, Ledger ledger, Clock clock) {
        this.cluster = cluster;
        this.log = log;
        this.ledger = ledger;
        this.clock = clock;
        this.begun = clock.millis();
    }

    /** Ends the cut-off operations. Call it once the engine's jobs are recorded. Blocks. */
    public void end() {
        for (Operation operation : log.inProgress(cluster.kind(), cluster.name())) {
            long age = clock.millis() - operation.requestedAt();
            boolean byEarlierService = cluster.engine().isOurs() && operation.requestedAt() < begun;
            if (byEarlierService || age > LONGEST_CALL.toMillis()) {
                boolean done = isDone(operation);
                cluster.operations()
                        .finish(
                                operation.id(),
                                done ? OperationStatus.COMPLETED : OperationStatus.FAILED,
                                null,
                                done
                                        ? null
                                        : "{\"status\":\"fail\",\"message\":\"The engine's answer was not heard.\"}");
            }
        }
    }

    private boolean isDone(Operation operation) {
        if (operation.jobId() == null) {
            return false;
        }
        Optional<JobRun> run = ledger.newestRun(cluster.job(operation.jobId()));
        return operation.kind() == OperationKind.SUBMIT
                ? run.filter(made -> made.startTime() >= operation.requestedAt() - SubmittedConfigs.LEEWAY)
                        .isPresent()
                : run.filter(stopped -> stopped.closure() != Closure.OPEN || STOPPING.contains(stopped.state()))
                        .isPresent();
    }
}
