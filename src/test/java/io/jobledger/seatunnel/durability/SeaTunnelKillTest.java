package io.jobledger.seatunnel.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.postgres.SharedPostgres;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.jobledger.seatunnel.embedded.EmbeddedSeaTunnel;
import io.jobledger.seatunnel.embedded.SeaTunnelCalls;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of a service with an embedded SeaTunnel and a PostgreSQL: one job has finished, one runs, and one the engine has
 * just taken, which the service has not heard. Nothing is lost, no process is left, and what ran goes on.
 */
@Order(Integer.MAX_VALUE)
class SeaTunnelKillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final String SEED_JOB = SeaTunnelCorpus.text("/seeds/seatunnel-submit-job.json");
    private static final String STREAM = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 500},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1, "password": "geheim",
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}}}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
            """;

    @TempDir
    Path directory;

    private final List<ServiceProcess> started = new ArrayList<>();
    private final SharedPostgres.Database database = SharedPostgres.newDatabase();
    private TestService observer;

    @BeforeEach
    void start() throws IOException {
        // Looks into the ledger, also while there is no other service.
        Map<String, Object> settings = new HashMap<>(databaseSettings());
        settings.put("jobledger.flink.mode", "off");
        observer = TestService.start(directory.resolve("observer"), settings);
    }

    @AfterEach
    void end() throws IOException {
        started.forEach(ServiceProcess::close);
        observer.close();
    }

    @Test
    void nothingIsLost() throws Exception {
        ServiceProcess service = launch();
        String seed = SeaTunnelCorpus.parse(answer(calls(service).post("submit-job", SEED_JOB)))
                .get("jobId")
                .getStringValue();
        answer(calls(service).post("submit-job?jobId=501", STREAM));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(field(service, seed, "finishTime")).isNotNull());
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(checkpoints("501")).hasSizeGreaterThan(5);
            assertThat(samples("501")).isNotEmpty();
        });
        String finished = answer(calls(service).get("job-info/" + seed));
        String allFinished = answer(calls(service).get("finished-jobs"));
        assertThat(allFinished).isEqualTo("[" + finished + "]");
        JsonNode createTime = field(service, "501", "createTime");
        List<ProcessHandle> children = service.children();
        assertThat(children).isNotEmpty();

        service.suspend();
        List<Checkpoint> checkpointsBefore = checkpoints("501");
        List<MetricSample> samplesBefore = samples("501");
        JobRun runBefore = run("501");
        long unheard = engineTakes("502");
        assertThat(ledger().newestRun(key("502"))).isEmpty();
        service.kill();
        await("no process is left")
                .atMost(PATIENCE)
                .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(run("501").closure()).isEqualTo(Closure.OPEN);

        ServiceProcess again = launch();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(answer(calls(again).get("job-info/" + seed))).isEqualTo(finished));
        assertThat(answer(calls(again).get("finished-jobs"))).isEqualTo(allFinished);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(again.children()).isNotEmpty());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(field(again, "501", "jobStatus")).isEqualTo(JsonNode.createStringNode("RUNNING")));
        assertThat(field(again, "501", "createTime")).isEqualTo(createTime);
        long lastBefore = checkpointsBefore.get(0).checkpointId();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(checkpoints("501"))
                    .extracting(Checkpoint::checkpointId)
                    .anyMatch(id -> id > lastBefore + 5)
                    .containsAll(checkpointsBefore.stream()
                            .map(Checkpoint::checkpointId)
                            .toList());
            assertThat(samples("501")).hasSizeGreaterThan(samplesBefore.size()).containsAll(samplesBefore);
        });
        assertThat(ledger().runs(key("501"))).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo(1);
            assertThat(run.id()).isEqualTo(runBefore.id());
            assertThat(run.startTime()).isEqualTo(runBefore.startTime());
            assertThat(run.closure()).isEqualTo(Closure.OPEN);
        });

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(operation("502").status()).isEqualTo(OperationStatus.COMPLETED));
        assertThat(operation("502").id()).isEqualTo(unheard);
        assertThat(ledger().runs(key("502"))).singleElement().satisfies(run -> {
            assertThat(run.run()).isEqualTo(1);
            assertThat(run.closure()).isEqualTo(Closure.OPEN);
        });
        isNoted(seed, SEED_JOB);
        isNoted("501", STREAM.replace("geheim", "******"));
        isNoted("502", STREAM.replace("geheim", "******"));
        assertThat(answer(calls(again).get("job-info/" + seed))).isEqualTo(finished);
        assertThat(answer(calls(again).get("finished-jobs"))).isEqualTo(allFinished);

        answer(calls(again).post("stop-job", "{\"jobId\":501,\"isStopWithSavePoint\":true}"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(run("501").state()).isEqualTo("SAVEPOINT_DONE");
            assertThat(run("501").closure()).isEqualTo(Closure.SEALED);
        });
        assertThat(ledger().states(runBefore.id()))
                .extracting(StateChange::state)
                .as("each of them once, although the engine took the job up again")
                .containsExactly("CREATED", "SCHEDULED", "RUNNING", "DOING_SAVEPOINT", "SAVEPOINT_DONE");
    }

    /** A submission of which the service noted that it was asked for, and was killed before it heard the answer. */
    private long engineTakes(String job) throws Exception {
        String request = "{\"jobId\":\"" + job + "\",\"config\":"
                + SeaTunnelCorpus.write(SeaTunnelCorpus.parse(STREAM.replace("geheim", "******"))) + "}";
        long operation = observer.bean(OperationLog.class)
                .begin(new NewOperation(
                        EmbeddedSeaTunnel.NAME,
                        cluster().name(),
                        job,
                        OperationKind.SUBMIT,
                        null,
                        System.currentTimeMillis(),
                        "127.0.0.1",
                        request))
                .id();
        String port = Files.readAllLines(directory.resolve("data/seatunnel/conf/hazelcast.yaml")).stream()
                .filter(line -> line.matches(" *port: \\d+"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow();
        SeaTunnelCalls engine = new SeaTunnelCalls(URI.create("http://127.0.0.1:" + port));
        answer(engine.post("submit-job?jobId=" + job, STREAM));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(answer(engine.get("job-info/" + job))).contains("\"RUNNING\""));
        return operation;
    }

    private void isNoted(String job, String config) {
        assertThat(operation(job)).satisfies(operation -> {
            assertThat(operation.kind()).isEqualTo(OperationKind.SUBMIT);
            assertThat(operation.status()).isEqualTo(OperationStatus.COMPLETED);
            assertThat(operation.request()).doesNotContain("geheim");
        });
        assertThat(ledger().document(run(job).id(), "/config"))
                .hasValueSatisfying(document -> assertThat(
                                SeaTunnelCorpus.parse(new String(document.body(), StandardCharsets.UTF_8)))
                        .isEqualTo(SeaTunnelCorpus.parse(config)));
    }

    private ServiceProcess launch() throws IOException {
        List<String> settings = new ArrayList<>();
        databaseSettings().forEach((name, value) -> settings.add("-" + name + "=" + value));
        settings.add("-jobledger.engine-wait=120s");
        ServiceProcess service = ServiceLaunch.light()
                .without("flink")
                .with(settings)
                .start(directory.resolve("data"), directory.resolve("service-" + started.size() + ".log"));
        started.add(service);
        await("the service serves")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> calls(service).get("finished-jobs").statusCode() == 200);
        return service;
    }

    private Map<String, Object> databaseSettings() {
        return database.settings();
    }

    private static String answer(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static SeaTunnelCalls calls(ServiceProcess service) {
        return new SeaTunnelCalls(service.url());
    }

    private static JsonNode field(ServiceProcess service, String job, String field) throws Exception {
        return SeaTunnelCorpus.parse(answer(calls(service).get("job-info/" + job)))
                .get(field);
    }

    private Operation operation(String job) {
        List<Operation> all = observer.bean(OperationLog.class).ofJob(key(job));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<Checkpoint> checkpoints(String job) {
        return ledger().checkpoints(run(job).id());
    }

    private List<MetricSample> samples(String job) {
        return ledger().samples(run(job).id());
    }

    private JobRun run(String job) {
        return ledger().newestRun(key(job)).orElseThrow();
    }

    private JobKey key(String job) {
        return cluster().job(job);
    }

    private EngineCluster cluster() {
        return observer.cluster("seatunnel");
    }

    private Ledger ledger() {
        return observer.bean(Ledger.class);
    }
}
