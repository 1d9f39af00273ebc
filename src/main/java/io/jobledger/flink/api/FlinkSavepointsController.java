package io.jobledger.flink.api;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.contract.SavepointsController;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Triggers and disposes of savepoints, and serves the state of these operations. */
@Controller
record FlinkSavepointsController(FlinkKind answers) implements SavepointsController {

    @Override
    public CompletionStage<HttpResponse<?>> cancelJobWithSavepoint(String jobid, HttpRequest<?> request) {
        return answers.asked(request).cancelWithSavepoint().trigger(jobid, null, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> cancelJobWithSavepointAt(
            String jobid, String targetDirectory, HttpRequest<?> request) {
        return answers.asked(request).cancelWithSavepoint().trigger(jobid, targetDirectory, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> disposeSavepoint(HttpRequest<?> request) {
        return answers.asked(request).operations().pass(OperationKind.SAVEPOINT_DISPOSAL, null, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getCancellationWithSavepoint(
            String jobid, Long requestId, HttpRequest<?> request) {
        return answers.asked(request).cancelWithSavepoint().progress(jobid, requestId);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSavepointDisposal(String triggerid, HttpRequest<?> request) {
        return answers.asked(request)
                .triggers()
                .status(Set.of(OperationKind.SAVEPOINT_DISPOSAL), null, triggerid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSavepointOperation(
            String jobid, String triggerid, HttpRequest<?> request) {
        return answers.asked(request)
                .triggers()
                .status(
                        Set.of(OperationKind.SAVEPOINT, OperationKind.STOP),
                        FlinkIds.hex("jobid", jobid),
                        triggerid,
                        request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopJobWithSavepoint(String jobid, HttpRequest<?> request) {
        return answers.asked(request).operations().pass(OperationKind.STOP, FlinkIds.hex("jobid", jobid), request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> triggerSavepoint(String jobid, HttpRequest<?> request) {
        return answers.asked(request).operations().pass(OperationKind.SAVEPOINT, FlinkIds.hex("jobid", jobid), request);
    }
}
