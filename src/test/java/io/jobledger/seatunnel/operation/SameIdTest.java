package io.jobledger.seatunnel.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Submissions under one id. The engine accepts each, and does nothing if a job of that id runs; it fails over the id of a
 * job that has ended.
 */
@ResourceLock("seatunnel")
class SameIdTest {
    private final SeaTunnelService service = SeaTunnelService.shared();

    @Test
    void oneOfSeveralAtOnceIsTaken() {
        String submit = "submit-job?jobId=9671";
        oneIsTaken("9671", submit + "&jobName=at-once-");
        service.awaitState("9671", "RUNNING");
        assertThat(service.askEngine("POST", submit, TestJobs.STREAM).statusCode())
                .as("the engine itself accepts a second one")
                .isEqualTo(200);
        assertThat(service.error("POST", submit, TestJobs.STREAM, 409)).contains("9671", "RUNNING");

        service.post("stop-job", "{\"jobId\":9671,\"isStopWithSavePoint\":true}");
        service.awaitState("9671", "SAVEPOINT_DONE");
        assertThat(service.askEngine("POST", submit, TestJobs.STREAM).statusCode())
                .as("the engine itself takes no id of a job that has ended")
                .isEqualTo(500);
        assertThat(service.error("POST", submit, TestJobs.STREAM, 409)).contains("9671", "SAVEPOINT_DONE");

        oneIsTaken("9671", submit + "&isStartWithSavePoint=true&jobName=again-");
        service.awaitState("9671", "RUNNING");
        service.post("stop-job", "{\"jobId\":9671}");
        service.awaitState("9671", "CANCELED");
        assertThat(submissions("9671"))
                .extracting(Operation::status)
                .containsExactly(OperationStatus.COMPLETED, OperationStatus.COMPLETED);
    }

    /** Jobs that end at once, under several spellings of one id. */
    @Test
    void oneOfSeveralShortJobsIsTaken() {
        List<HttpResponse<String>> answers = Stream.of("9672", "09672", "%2B9672", "0009672")
                .map(id -> CompletableFuture.supplyAsync(() ->
                        service.service().send("POST", "/hazelcast/rest/maps/submit-job?jobId=" + id, TestJobs.BATCH)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThatOneIsTaken("9672", answers);
        service.awaitState("9672", "FINISHED");
        assertThat(submissions("9672"))
                .singleElement()
                .satisfies(operation -> assertThat(operation.status()).isEqualTo(OperationStatus.COMPLETED));
    }

    private void oneIsTaken(String job, String call) {
        int before = submissions(job).size();
        List<HttpResponse<String>> answers = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> service.service().send("POST", "/hazelcast/rest/maps/" + call + number, TestJobs.STREAM)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThatOneIsTaken(job, answers);
        assertThat(submissions(job)).hasSize(before + 1);
    }

    private void assertThatOneIsTaken(String job, List<HttpResponse<String>> answers) {
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 409, 409, 409);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 409)
                .allSatisfy(answer -> assertThat(service.error(answer)).contains(job));
    }

    /** Oldest first. */
    private List<Operation> submissions(String job) {
        return service
                .bean(OperationLog.class)
                .ofJob(service.cluster("seatunnel").job(job))
                .stream()
                .filter(operation -> operation.kind() == OperationKind.SUBMIT)
                .toList();
    }
}
