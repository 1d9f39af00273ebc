package io.jobledger.flink.api;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.contract.SavepointsController;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.ledger.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Savepoints: triggered, polled, disposed of. */
@Controller
final class FlinkSavepointsController implements SavepointsController {
    private final Triggers triggers;

    FlinkSavepointsController(Triggers triggers) {
        this.triggers = triggers;
    }

    @Override
    public CompletionStage<HttpResponse<?>> disposeSavepoint(HttpRequest<?> request) {
        return triggers.trigger(OperationKind.SAVEPOINT_DISPOSAL, null, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSavepointDisposal(String triggerid, HttpRequest<?> request) {
        return triggers.status(null, triggerid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getSavepointOperation(
            String jobid, String triggerid, HttpRequest<?> request) {
        return triggers.status(FlinkIds.hex("jobid", jobid), triggerid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> stopJobWithSavepoint(String jobid, HttpRequest<?> request) {
        return triggers.trigger(OperationKind.STOP, FlinkIds.hex("jobid", jobid), request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> triggerSavepoint(String jobid, HttpRequest<?> request) {
        return triggers.trigger(OperationKind.SAVEPOINT, FlinkIds.hex("jobid", jobid), request);
    }
}
