package io.jobledger.flink.api;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.contract.CheckpointsController;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Triggers checkpoints of a job, and serves recorded ones. */
@Controller
record FlinkCheckpointsController(FlinkKind answers) implements CheckpointsController {

    @Override
    public CompletionStage<HttpResponse<?>> getCheckpointOperation(
            String jobid, String triggerid, HttpRequest<?> request) {
        return answers.asked(request)
                .triggers()
                .status(Set.of(OperationKind.CHECKPOINT), FlinkIds.hex("jobid", jobid), triggerid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> triggerCheckpoint(String jobid, HttpRequest<?> request) {
        return answers.asked(request)
                .operations()
                .pass(OperationKind.CHECKPOINT, FlinkIds.hex("jobid", jobid), request);
    }
}
