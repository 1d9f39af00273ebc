package io.jobledger.seatunnel.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is asked of a real engine, as the ledger has it afterwards. */
@ResourceLock("seatunnel")
class NotedOperationsTest {

    private static final String SECRETIVE =
            TestJobs.STREAM.replaceFirst("\"row.num\"", "\"password\": \"geheim\", \"row.num\"");

    private final SeaTunnelService service = SeaTunnelService.shared();

    @Test
    void submissionsAndStopsAreNoted() {
        service.post("submit-job?jobId=9101&jobName=noted&isStartWithSavePoint=false", SECRETIVE);
        service.awaitState("9101", "RUNNING");
        service.post("stop-job", "{\"jobId\":\"9101\",\"isStopWithSavePoint\":\"true\",\"more\":1}");
        service.awaitState("9101", "SAVEPOINT_DONE");
        service.post("submit-job?jobId=9101&isStartWithSavePoint=true", TestJobs.STREAM);
        service.awaitState("9101", "RUNNING");
        service.post("stop-job", "{\"jobId\":9101}");
        service.awaitState("9101", "CANCELED");

        List<Operation> all = operations("9101");
        assertThat(all)
                .extracting(Operation::kind)
                .containsExactly(OperationKind.SUBMIT, OperationKind.STOP, OperationKind.SUBMIT, OperationKind.CANCEL);
        assertThat(all).allSatisfy(operation -> {
            assertThat(operation.status()).isEqualTo(OperationStatus.COMPLETED);
            assertThat(operation.resultStatus()).isEqualTo(200);
            assertThat(operation.requestedFrom()).isEqualTo("127.0.0.1");
            assertThat(SeaTunnelCorpus.parse(operation.result()).get("jobId").getStringValue())
                    .isEqualTo("9101");
        });
        String config = SeaTunnelCorpus.write(SeaTunnelCorpus.parse(SECRETIVE.replace("geheim", "******")));
        assertThat(all)
                .extracting(Operation::request)
                .containsExactly(
                        "{\"jobId\":\"9101\",\"jobName\":\"noted\",\"isStartWithSavePoint\":false,\"config\":" + config
                                + "}",
                        "{\"jobId\":\"9101\",\"isStopWithSavePoint\":true}",
                        "{\"jobId\":\"9101\",\"isStartWithSavePoint\":true,\"config\":"
                                + SeaTunnelCorpus.write(SeaTunnelCorpus.parse(TestJobs.STREAM)) + "}",
                        "{\"jobId\":\"9101\"}");

        SubmittedConfigs configs = service.seatunnel().configs();
        JsonNode first = SeaTunnelCorpus.parse(config);
        JsonNode second = SeaTunnelCorpus.parse(TestJobs.STREAM);
        long submitted = all.get(0).requestedAt();
        long resumed = all.get(2).requestedAt();
        assertThat(configs.of("9101", submitted - 2001)).isEmpty();
        assertThat(configs.of("9101", submitted - 2000)).contains(first);
        assertThat(configs.of("9101", resumed - 1000)).contains(first);
        assertThat(configs.of("9101", resumed - 999)).contains(second);
        assertThat(configs.of("9102", resumed)).isEmpty();
    }

    @Test
    void engineNamesTheJob() {
        String job = service.submit(TestJobs.BATCH);
        assertThat(operations(job)).singleElement().satisfies(operation -> {
            assertThat(operation.kind()).isEqualTo(OperationKind.SUBMIT);
            assertThat(operation.status()).isEqualTo(OperationStatus.COMPLETED);
            assertThat(request(operation).get("jobId")).isNull();
        });
        service.awaitState(job, "FINISHED");
    }

    @Test
    void severalAreNotedEach() {
        String one = TestJobs.batch("\"env\"", "\"params\": {\"jobId\": 9111, \"jobName\": \"one\"}, \"env\"");
        service.post("submit-jobs", "[" + one + "," + one.replace("9111", "9112") + "]");
        service.awaitState("9111", "FINISHED");
        service.awaitState("9112", "FINISHED");
        for (String job : List.of("9111", "9112")) {
            assertThat(operations(job))
                    .singleElement()
                    .satisfies(operation -> assertThat(request(operation).get("config"))
                            .isEqualTo(SeaTunnelCorpus.parse(TestJobs.BATCH)));
        }
    }

    @Test
    void whatTheEngineRefusesHasFailed() {
        String wrong = TestJobs.batch(
                "\"plugin_name\": \"FakeSource\"",
                "\"plugin_name\": \"Jdbc\", \"url\": \"jdbc:postgresql://127.0.0.1:1/x?password=geheim\","
                        + " \"driver\": \"org.postgresql.Driver\", \"query\": \"select 1\"");
        String message = service.error("POST", "submit-job?jobId=9121", wrong, 400);
        assertThat(operations("9121")).singleElement().satisfies(operation -> {
            assertThat(operation.status()).isEqualTo(OperationStatus.FAILED);
            assertThat(operation.resultStatus()).isEqualTo(400);
            assertThat(SeaTunnelCorpus.parse(operation.result()).get("message").getStringValue())
                    .isEqualTo(message);
            assertThat(operation.request() + operation.result()).doesNotContain("geheim");
        });
        assertThat(service.seatunnel().configs().of("9121", Long.MAX_VALUE - 2000))
                .isEmpty();
    }

    @Test
    void stopOfWhatOnlyTheLedgerKnowsIsAsThatOfOneThatHasEnded() {
        service.bean(Ledger.class)
                .record(JobSnapshot.builder(service.cluster("seatunnel").job("9141"))
                        .name("long ago")
                        .state("FINISHED")
                        .startTime(1_000_000)
                        .endTime(2_000_000L)
                        .observedAt(2_000_000)
                        .closure(Closure.SEALED)
                        .build());
        assertThat(SeaTunnelCorpus.write(service.post("stop-job", "{\"jobId\":9141}")))
                .isEqualTo("{\"jobId\":\"9141\"}");
        assertThat(operations("9141")).isEmpty();
    }

    @Test
    void whatIsRefusedBeforeIsNotNoted() {
        service.error("POST", "submit-job?jobId=9131", "{\"env\":{}}", 400);
        service.error("POST", "stop-job", "{\"jobId\":9131}", 404);
        assertThat(operations("9131")).isEmpty();
    }

    private List<Operation> operations(String job) {
        return service.bean(OperationLog.class)
                .ofJob(service.cluster("seatunnel").job(job));
    }

    private static JsonNode request(Operation operation) {
        return SeaTunnelCorpus.parse(operation.request());
    }
}
