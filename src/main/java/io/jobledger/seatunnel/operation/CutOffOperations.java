package io.jobledger.seatunnel.operation;

import io.jobledger.engine.Engine;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.seatunnel.SeaTunnelCluster;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Operations whose answer nobody waits for any more, because the service ended or the engine broke off: whether they were
 * done is seen from the jobs.
 */
@Singleton
public final class CutOffOperations {
    /** Longer than the longest call to an engine. Another service may stand in front of a remote one. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    private static final Set<String> STOPPING = Set.of("CANCELING", "DOING_SAVEPOINT");

    private final Engine engine;
    private final OperationLog log;
    private final Ledger ledger;
    private final SeaTunnelCluster cluster;
    private final Clock clock;
    private final long begun;

    CutOffOperations(
            @Named(SeaTunnelCluster.ENGINE) Engine engine,
            OperationLog log,
            Ledger ledger,
            SeaTunnelCluster cluster,
            Clock clock) {
        this.engine = engine;
        this.log = log;
        this.ledger = ledger;
        this.cluster = cluster;
        this.clock = clock;
        this.begun = clock.millis();
    }

    /** Ends those there are. To be called once what the engine says of its jobs is recorded. Blocks. */
    public void end() {
        for (Operation operation : log.inProgress(SeaTunnelCluster.ENGINE, cluster.name())) {
            long age = clock.millis() - operation.requestedAt();
            boolean byEarlierService = engine.isOurs() && operation.requestedAt() < begun;
            if (byEarlierService || age > LONGEST_CALL.toMillis()) {
                boolean done = isDone(operation);
                log.finish(
                        operation.id(),
                        done ? OperationStatus.COMPLETED : OperationStatus.FAILED,
                        null,
                        done ? null : "{\"status\":\"fail\",\"message\":\"The engine's answer was not heard.\"}",
                        clock.millis());
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
