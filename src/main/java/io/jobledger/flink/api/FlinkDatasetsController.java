package io.jobledger.flink.api;

import io.jobledger.flink.contract.DatasetsController;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.operation.FlinkOperations;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Cached datasets. */
@Controller
final class FlinkDatasetsController implements DatasetsController {
    private final FlinkOperations operations;
    private final Triggers triggers;
    private final FlinkLive live;

    FlinkDatasetsController(FlinkOperations operations, Triggers triggers, FlinkLive live) {
        this.operations = operations;
        this.triggers = triggers;
        this.live = live;
    }

    @Override
    public CompletionStage<HttpResponse<?>> deleteDataset(String datasetid, HttpRequest<?> request) {
        return operations.pass(OperationKind.DATASET_DELETION, null, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getDatasetDeletion(String triggerid, HttpRequest<?> request) {
        return triggers.status(Set.of(OperationKind.DATASET_DELETION), null, triggerid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> listDatasets(HttpRequest<?> request) {
        return live.read(request);
    }
}
