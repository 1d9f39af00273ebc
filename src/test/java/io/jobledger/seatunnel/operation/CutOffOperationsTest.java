package io.jobledger.seatunnel.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineSession;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import io.jobledger.seatunnel.embedded.EmbeddedSeaTunnel;
import io.jobledger.testing.Signal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Operations whose answer nobody has heard, on a real engine that is killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(6)
class CutOffOperationsTest {

    /** Long before any service. */
    private static final long LONG_AGO = 1_000_000;

    @TempDir
    static Path dataDir;

    private SeaTunnelService service;

    @BeforeAll
    void start() {
        service = SeaTunnelService.start(dataDir, Map.of());
    }

    @AfterAll
    void close() {
        service.close();
    }

    @Test
    void engineIsKilledWhileItTakesAJob() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout((int) SeaTunnelService.PATIENCE.toMillis());
            String waiting = TestJobs.batch(
                    "\"plugin_name\": \"FakeSource\"",
                    "\"plugin_name\": \"Jdbc\", \"driver\": \"org.postgresql.Driver\", \"user\": \"writer\", \"password\": \"geheim\","
                            + " \"query\": \"select 1\","
                            + " \"url\": \"jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x\"");
            EngineSession session = session();
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> service.ask("POST", "submit-job?jobId=601", waiting, 503));
            // The engine asks the database for the table before it answers.
            try (Socket engine = silent.accept()) {
                assertThat(engine.isConnected()).isTrue();
                assertThat(operation("601").status()).isEqualTo(OperationStatus.IN_PROGRESS);
                kill(session);
                HttpResponse<String> refusal = answer.get(SeaTunnelService.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(service.error(refusal)).contains("broke off");
                assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
            }
            staysInProgressOverRestart(session, operation("601"));
        }
    }

    @Test
    void engineIsKilledWhileItHangs() throws Exception {
        EngineSession session = session();
        Signal.STOP.to(session.pid());
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                () -> service.ask("POST", "submit-job?jobName=hanging", TestJobs.BATCH, 503));
        await().atMost(SeaTunnelService.PATIENCE)
                .untilAsserted(() -> assertThat(hanging()).hasSize(1));
        kill(session);
        HttpResponse<String> refusal = answer.get(SeaTunnelService.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(service.error(refusal)).contains("SeaTunnel engine");
        assertThat(refusal.headers().firstValue("Retry-After")).isPresent();
        staysInProgressOverRestart(session, hanging().get(0));
    }

    @Test
    void whatAnEarlierServiceLeftIsEnded() {
        service.post("submit-job?jobId=611", TestJobs.BATCH);
        service.awaitState("611", "FINISHED");
        service.post("submit-job?jobId=612", TestJobs.STREAM);
        service.awaitState("612", "RUNNING");
        await().atMost(SeaTunnelService.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(run("611").closure()).isEqualTo(Closure.SEALED);
            assertThat(run("612").state()).isEqualTo("RUNNING");
        });
        recorded("613", LONG_AGO);

        long done = begin(OperationKind.SUBMIT, "611", LONG_AGO);
        long unknown = begin(OperationKind.SUBMIT, "614", LONG_AGO);
        long unnamed = begin(OperationKind.SUBMIT, null, LONG_AGO);
        long ranBefore = begin(OperationKind.SUBMIT, "613", LONG_AGO + 10_000);
        long cancelled = begin(OperationKind.CANCEL, "611", LONG_AGO);
        long stopped = begin(OperationKind.STOP, "613", LONG_AGO);
        long goesOn = begin(OperationKind.CANCEL, "612", LONG_AGO);
        long nothingToStop = begin(OperationKind.STOP, "614", LONG_AGO);
        long fresh = begin(OperationKind.SUBMIT, "614", System.currentTimeMillis());
        service.seatunnel().cutOff().end();

        for (Operation operation :
                List.of(operation("611", done), operation("611", cancelled), operation("613", stopped))) {
            assertThat(operation.status()).as("%s", operation).isEqualTo(OperationStatus.COMPLETED);
            assertThat(operation.completedAt()).isNotNull();
            assertThat(operation.result()).isNull();
        }
        for (Operation operation : List.of(
                operation("614", unknown),
                operation("613", ranBefore),
                operation("612", goesOn),
                operation("614", nothingToStop))) {
            assertThat(operation.status()).as("%s", operation).isEqualTo(OperationStatus.FAILED);
            assertThat(operation.completedAt()).isNotNull();
            assertThat(operation.result())
                    .isEqualTo("{\"status\":\"fail\",\"message\":\"The engine's answer was not heard.\"}");
        }
        assertThat(inProgress()).extracting(Operation::id).contains(fresh).doesNotContain(unnamed);
        service.post("stop-job", "{\"jobId\":612}");
        service.awaitState("612", "CANCELED");
    }

    private void staysInProgressOverRestart(EngineSession killed, Operation operation) {
        await().atMost(SeaTunnelService.PATIENCE).until(() -> session().incarnation() > killed.incarnation());
        // Also leaves the next test an engine that answers.
        await().atMost(SeaTunnelService.PATIENCE).untilAsserted(() -> service.get("job-info/1"));
        service.get("finished-jobs");
        service.seatunnel().cutOff().end();
        assertThat(inProgress()).contains(operation);
    }

    private EngineSession session() {
        return service.engine()
                .ready(SeaTunnelService.PATIENCE)
                .toCompletableFuture()
                .join();
    }

    private static void kill(EngineSession session) {
        ProcessHandle.of(session.pid()).orElseThrow().destroyForcibly();
    }

    private JobRun run(String job) {
        return service.bean(Ledger.class).newestRun(cluster().job(job)).orElseThrow();
    }

    private void recorded(String job, long startTime) {
        service.bean(Ledger.class)
                .record(JobSnapshot.builder(cluster().job(job))
                        .name("long ago")
                        .state("FINISHED")
                        .startTime(startTime)
                        .endTime(startTime + 1000)
                        .observedAt(startTime + 1000)
                        .closure(Closure.SEALED)
                        .build());
    }

    private long begin(OperationKind kind, String job, long requestedAt) {
        return log().begin(new NewOperation(
                        EmbeddedSeaTunnel.NAME, cluster().name(), job, kind, null, requestedAt, null, "{}"))
                .id();
    }

    private List<Operation> hanging() {
        return inProgress().stream()
                .filter(operation -> operation.request().contains("\"hanging\""))
                .toList();
    }

    private List<Operation> inProgress() {
        return log().inProgress(EmbeddedSeaTunnel.NAME, cluster().name());
    }

    private Operation operation(String job, long id) {
        return log().find(cluster().job(job), id).orElseThrow();
    }

    private Operation operation(String job) {
        List<Operation> all = log().ofJob(cluster().job(job));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private OperationLog log() {
        return service.bean(OperationLog.class);
    }

    private EngineCluster cluster() {
        return service.cluster("seatunnel");
    }
}
