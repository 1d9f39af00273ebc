package io.jobledger.flink.api;

import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.contract.CheckpointsController;
import io.jobledger.flink.operation.FlinkOperations;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.flink.recorded.JobDocuments;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Checkpoints of a job, recorded and triggered. */
@Controller
final class FlinkCheckpointsController implements CheckpointsController {
    private final JobDocuments documents;
    private final FlinkOperations operations;
    private final Triggers triggers;

    FlinkCheckpointsController(JobDocuments documents, FlinkOperations operations, Triggers triggers) {
        this.documents = documents;
        this.operations = operations;
        this.triggers = triggers;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getCheckpoint(String jobid, Long checkpointid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getCheckpointOperation(
            String jobid, String triggerid, HttpRequest<?> request) {
        return triggers.status(Set.of(OperationKind.CHECKPOINT), FlinkIds.hex("jobid", jobid), triggerid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobCheckpointConfig(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getJobCheckpoints(String jobid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getVertexCheckpoint(
            String jobid, Long checkpointid, String vertexid, HttpRequest<?> request) {
        return documents.document(jobid, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> triggerCheckpoint(String jobid, HttpRequest<?> request) {
        return operations.pass(OperationKind.CHECKPOINT, FlinkIds.hex("jobid", jobid), request);
    }
}
