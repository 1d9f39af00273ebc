package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.engine.EngineState;
import io.jobledger.flink.api.RecordingEngine.Answer;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.testing.TestService;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that takes requests, and then hangs: a server in its place answers nothing until it is told to. */
@Order(9)
class HangingClusterTest {
    private static final String JOB = "ab".repeat(16);
    private static final String JOB_PATH = "/jobs/" + JOB;
    private static final String LOG = "/jobmanager/log";

    @TempDir
    Path dataDir;

    @Test
    void nobodyWaitsForItAndWhatItMayHaveTakenIsLeftOpen() {
        try (RecordingEngine engine = new RecordingEngine();
                TestService service = TestService.start(
                        dataDir,
                        Map.of(
                                "jobledger.flink.mode",
                                "remote",
                                "jobledger.flink.url",
                                engine.url().toString()))) {
            until("it is there", () -> service.engine().session().isPresent());
            // More than all buffers on the way hold.
            engine.answer(LOG, new Answer(200, "text/plain", Collections.nCopies(64, new byte[1 << 20])));
            engine.answer("/jars/upload", "{\"filename\":\"/tmp/1_test-jobs.jar\",\"status\":\"success\"}");
            List<String> paths = List.of(JOB_PATH, JOB_PATH + "/savepoints", LOG, "/jars/upload", "/jobs");
            List<CountDownLatch> held = paths.stream().map(engine::hold).toList();
            String run = "/jars/" + service.jarId() + "/run";
            // That it knows the job is asked first.
            CountDownLatch job = held.get(0);
            job.countDown();
            List<CompletableFuture<HttpResponse<String>>> calls = Stream.of(
                            call(service, "POST", JOB_PATH + "/savepoints"),
                            call(service, "GET", JOB_PATH + "/cancel-with-savepoint"),
                            call(service, "GET", LOG),
                            call(service, "POST", run),
                            call(service, "POST", "/jobs"))
                    .toList();
            until(
                    "it has taken them",
                    () -> engine.received(JOB_PATH + "/savepoints").size() == 2
                            && Stream.of(LOG, "/jars/upload", "/jobs").allMatch(engine::isUnderWay));
            CountDownLatch changes = engine.hold(JOB_PATH);
            CompletableFuture<HttpResponse<String>> cancel = call(service, "PATCH", JOB_PATH + "?mode=cancel");
            until(
                    "it has taken the cancellation",
                    () -> engine.received(JOB_PATH).stream()
                            .anyMatch(request -> request.method().equals("PATCH")));

            CountDownLatch health = engine.hold("/overview");
            Stream.concat(calls.stream(), Stream.of(cancel)).forEach(call -> {
                HttpResponse<String> answer = call.join();
                assertThat(answer.statusCode())
                        .as(answer.request().uri() + answer.body())
                        .isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After").orElseThrow())
                        .containsOnlyDigits();
            });
            assertThat(service.engine().state()).isEqualTo(EngineState.DOWN);
            assertThat(statuses(service, OperationKind.CANCEL)).containsExactly(OperationStatus.FAILED);
            assertThat(statuses(service, OperationKind.SAVEPOINT))
                    .as("it may have taken them")
                    .containsExactly(OperationStatus.IN_PROGRESS, OperationStatus.IN_PROGRESS);
            assertThat(service.send("POST", JOB_PATH + "/savepoints", "{}").statusCode())
                    .isEqualTo(503);
            assertThat(statuses(service, OperationKind.SAVEPOINT))
                    .as("it was not asked")
                    .last()
                    .isEqualTo(OperationStatus.FAILED);

            health.countDown();
            changes.countDown();
            held.get(2).countDown();
            until("it is back", () -> service.engine().state() == EngineState.RUNNING);
            until("the log that nobody waits for is not held", () -> !engine.isUnderWay(LOG));
            // The first upload still hangs.
            CompletableFuture<HttpResponse<String>> again = call(service, "POST", run);
            until("the jar is sent anew", () -> engine.received("/jars/upload").size() == 2);
            held.forEach(CountDownLatch::countDown);
            assertThat(again.join().statusCode()).isEqualTo(200);
            until(
                    "the savepoints are known to be lost",
                    () -> statuses(service, OperationKind.SAVEPOINT).stream().allMatch(OperationStatus.FAILED::equals));
        }
    }

    private static CompletableFuture<HttpResponse<String>> call(TestService service, String method, String target) {
        return CompletableFuture.supplyAsync(
                () -> service.send(method, target, method.equals("POST") ? "{}" : null),
                task -> new Thread(task).start());
    }

    private static List<OperationStatus> statuses(TestService service, OperationKind kind) {
        return service.bean(OperationLog.class).ofJob(service.cluster("flink").job(JOB)).stream()
                .filter(operation -> operation.kind() == kind)
                .map(Operation::status)
                .toList();
    }

    private static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(condition);
    }
}
