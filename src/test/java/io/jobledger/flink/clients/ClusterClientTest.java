package io.jobledger.flink.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.engine.process.FreePort;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.flink.remote.FlinkPair;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Flink's client library, unmodified, waits for something while the service restarts, and learns how it ended. */
@ResourceLock("flink-pair")
@Order(5)
class ClusterClientTest {
    /** Failed with an {@code IllegalStateException}; nobody asked its JobManager for the throwable. */
    private static final String ARCHIVED = "5cc09a663d097f39c0a5fca35a3f8c26";

    private int port;

    @TempDir
    Path dataDir;

    /** The same after a restart, as the client goes on asking there. */
    @BeforeEach
    void choosePort() throws IOException {
        port = FreePort.onLoopback();
    }

    @Test
    void theResultOfAJobThatEndsWhileTheServiceIsAway() throws Exception {
        String cluster = FlinkPair.shared().url().toString();
        Map<String, Object> remote = Map.of("jobledger.flink.mode", "remote", "jobledger.flink.url", cluster);
        String job;
        FlinkClient client;
        try (TestService service = start(remote)) {
            job = service.run("stream");
            service.awaitTasks(job);
            client = client(service, Map.of(), "result=" + job);
            await("the client waits", () -> client.output().contains("waiting"));
        }
        endAt(cluster, job);
        try (TestService service = start(remote)) {
            String seen = client.outcome().succeeded().find("result=" + job + " -> \\{.*seen=(\\d+)");
            service.awaitSealed(job);
            assertThat(service.get("/jobs/" + job + "/accumulators").body())
                    .contains("{\"name\":\"seen\",\"type\":\"IntCounter\",\"value\":\"" + seen + "\"}");
        }
    }

    @Test
    void whatIsLostWithItsEngine() throws IOException {
        Path archive = dataDir.resolve("flink/archive");
        Files.createDirectories(archive);
        Files.writeString(archive.resolve(ARCHIVED), "{\"archive\":" + FlinkCorpus.archive(ARCHIVED) + "}");
        String job;
        String stopped;
        FlinkClient client;
        try (TestService service = start(Map.of())) {
            job = service.run("stuck");
            // Another job, as a stop ends the savepoints of its own job.
            stopped = service.run("stuck");
            service.awaitTasks(job);
            service.awaitTasks(stopped);
            client = client(service, Map.of(), "savepoint=" + job, "stop=" + stopped);
            OperationLog log = service.bean(OperationLog.class);
            String name = service.cluster("flink").name();
            await(
                    "the engine has accepted both savepoints",
                    () -> log.inProgress(EmbeddedFlink.NAME, name).stream()
                                    .filter(operation -> operation.triggerId() != null)
                                    .count()
                            == 2);
            // An engine that is stopped in good order fails its jobs first.
            long pid = service.engine().session().orElseThrow().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
        try (TestService service = start(Map.of())) {
            String lost = client.outcome().succeeded().output();
            for (String operation : List.of("savepoint=" + job, "stop=" + stopped)) {
                assertThat(section(lost, operation))
                        .startsWith(
                                "org.apache.flink.util.FlinkException: The outcome of this operation is not known:");
            }
            service.awaitState(job, "SUSPENDED");
            service.awaitState(stopped, "SUSPENDED");
            // By default the client asks for a minute whether a job of unknown outcome has come back.
            FlinkClient another =
                    client(service, Map.of("rest.retry.max-attempts", "1"), "result=" + job, "result=" + ARCHIVED);
            String results = another.outcome().succeeded().output();
            assertThat(section(results, "result=" + job)).contains("Result for Job " + job + " is UNKNOWN");
            assertThat(section(results, "result=" + ARCHIVED))
                    .contains("JobExecutionException: Job execution failed.")
                    .contains(": java.lang.IllegalStateException: probe: deliberate failure")
                    .contains(": java.lang.RuntimeException: root cause");
        }
    }

    private TestService start(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("micronaut.server.port", port);
        return TestService.start(dataDir, properties);
    }

    private static FlinkClient client(TestService service, Map<String, String> config, String... questions) {
        return FlinkClient.program(service.url(), config, TestJobs.jar(), "io.jobledger.jobs.ClusterClient", questions);
    }

    /** Stops the job past the service, and waits for its end. */
    private static void endAt(String cluster, String job) throws IOException, InterruptedException {
        HttpRequest.Builder stop = HttpRequest.newBuilder(URI.create(cluster + "/jobs/" + job + "/stop"));
        assertThat(send(stop.POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(202);
        HttpRequest.Builder status = HttpRequest.newBuilder(URI.create(cluster + "/jobs/" + job + "/status"));
        await("the job ends", () -> send(status).body().contains("FINISHED"));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    /** What the client printed about one question. */
    private static String section(String output, String question) {
        String failed = question + " failed\n";
        assertThat(output).contains(failed);
        String rest = output.substring(output.indexOf(failed) + failed.length());
        int next = rest.indexOf(" failed\n");
        return next < 0 ? rest : rest.substring(0, rest.lastIndexOf('\n', next) + 1);
    }
}
