package io.jobledger.flink.api;

import io.jobledger.flink.contract.DatasetsController;
import io.jobledger.flink.operation.FlinkOperations;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.flink.recorded.JobDocuments;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Serves cached datasets. */
@Controller
record FlinkDatasetsController(JobDocuments answers, FlinkOperations operations, Triggers triggers)
        implements DatasetsController {

    @Override
    public CompletionStage<HttpResponse<?>> deleteDataset(String datasetid, HttpRequest<?> request) {
        return operations.pass(OperationKind.DATASET_DELETION, null, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getDatasetDeletion(String triggerid, HttpRequest<?> request) {
        return triggers.status(Set.of(OperationKind.DATASET_DELETION), null, triggerid, request);
    }
}
