package io.jobledger.flink.api;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.contract.DatasetsController;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Serves cached datasets, and deletes them. */
@Controller
record FlinkDatasetsController(FlinkKind answers) implements DatasetsController {

    @Override
    public CompletionStage<HttpResponse<?>> deleteDataset(String datasetid, HttpRequest<?> request) {
        FlinkIds.hex("datasetid", datasetid);
        return answers.asked(request).operations().pass(OperationKind.DATASET_DELETION, null, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getDatasetDeletion(String triggerid, HttpRequest<?> request) {
        return answers.asked(request)
                .triggers()
                .status(Set.of(OperationKind.DATASET_DELETION), null, triggerid, request);
    }
}
