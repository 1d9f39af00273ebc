package io.jobledger.connect.recorder;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.connect.wanted.WantedState;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import java.util.Set;
import java.util.function.Predicate;

/** Tells whether a connector that no worker has was stopped, and not lost. Needed when a stop was cut off. */
public record StoppedConnectors(EngineCluster cluster, WantedState wanted, OperationLog log) {

    /** Returns the test for one round. It may block. */
    Predicate<JobRun> test() {
        if (cluster.engine().isOurs()) {
            Set<String> names = wanted.names();
            return run -> !names.contains(run.key().jobId());
        }
        return run -> log.ofJob(run.key()).stream()
                .anyMatch(operation -> operation.kind() == OperationKind.STOP
                        && operation.status() != OperationStatus.FAILED
                        && operation.requestedAt() >= run.startTime());
    }
}
