package io.jobledger.seatunnel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.FlinkService;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract as clients meet it, over one real embedded SeaTunnel; every answer is held against the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeaTunnelApiTest {

    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SEED_JOB = SeaTunnelCorpus.text("/seeds/seatunnel-submit-job.json");
    private static final String STREAM = """
            {"env": {"job.mode": "STREAMING", "checkpoint.interval": 1000},
             "source": [{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 1,
                         "split.read-interval": 500, "schema": {"fields": {"name": "string"}}}],
             "transform": [],
             "sink": [{"plugin_name": "Console", "source_table_name": ["fake"]}]}
            """;

    @TempDir
    static Path dataDir;

    private final SeaTunnelContract contract = SeaTunnelContract.get();
    private final Set<Operation> succeeded = new HashSet<>();
    private FlinkService service;

    @BeforeAll
    void start() {
        service = FlinkService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "off",
                        "jobledger.seatunnel.mode",
                        "embedded",
                        "jobledger.engine-wait",
                        "120s",
                        "jobledger.engine-read-timeout",
                        "85s"));
    }

    @AfterAll
    void close() {
        service.close();
    }

    @Test
    @Order(1)
    void runsTheSeedsJob() {
        JsonNode submitted = post("submit-job", SEED_JOB);
        String id = submitted.get("jobId").getStringValue();
        JsonNode job = awaitState(id, "FINISHED");
        assertThat(job.get("finishedTime")).isEqualTo(job.get("finishTime"));
        assertThat(job.get("metrics").get("sourceReceivedCount").getStringValue())
                .isEqualTo("100");
        assertThat(job.get("jobDag").get("vertices").size()).isEqualTo(2);
        assertThat(job.get("jobDag").get("jobId").getStringValue()).isEqualTo(id);
        assertThat(get("running-job/" + id)).isEqualTo(job);
        assertThat(get("finished-jobs").get(0)).isEqualTo(job);
        assertThat(get("finished-jobs/finished").get(0)).isEqualTo(job);
        assertThat(get("finished-jobs/FAILED").size()).isZero();
        assertThat(get("finished-jobs/NO%2F..%2FSUCH").size()).isZero();
    }

    @Test
    @Order(2)
    void stopsAndResumesStream() {
        post("submit-job?jobId=4711&jobName=a%20b", STREAM);
        awaitState("4711", "RUNNING");
        assertThat(get("running-jobs").values())
                .filteredOn(job -> job.get("jobId").getStringValue().equals("4711"))
                .singleElement()
                .satisfies(
                        job -> assertThat(job.get("jobName").getStringValue()).isEqualTo("a b"));
        assertThat(error("POST", "submit-job?jobId=4711", STREAM, 409)).contains("4711", "RUNNING");
        post("stop-job", "{\"jobId\":4711,\"isStopWithSavePoint\":true}");
        awaitState("4711", "SAVEPOINT_DONE");
        assertThat(error("POST", "submit-job?jobId=4711", STREAM, 409)).contains("4711", "SAVEPOINT_DONE");
        post("submit-job?jobId=4711&isStartWithSavePoint=true", STREAM);
        assertThat(awaitState("4711", "RUNNING").get("isStartWithSavePoint").getBooleanValue())
                .isTrue();
        post("stop-job", "{\"jobId\":\"4711\"}");
        awaitState("4711", "CANCELED");
        post("stop-job", "{\"jobId\":\"4711\"}");
    }

    @Test
    @Order(2)
    void submitsAndStopsSeveral() {
        String one = STREAM.replaceFirst("\\{", "{\"params\": {\"jobId\": \"4712\", \"jobName\": \"one\"},");
        String two = STREAM.replaceFirst("\\{", "{\"params\": {\"jobId\": 4713},");
        JsonNode submitted = post("submit-jobs", "[" + one + "," + two + "]");
        assertThat(submitted.size()).isEqualTo(2);
        assertThat(submitted.get(1).get("jobId").getStringValue()).isEqualTo("4713");
        awaitState("4712", "RUNNING");
        awaitState("4713", "RUNNING");
        post("stop-jobs", "[{\"jobId\":4712},{\"jobId\":\"4713\"}]");
        awaitState("4712", "CANCELED");
        awaitState("4713", "CANCELED");
    }

    @Test
    @Order(2)
    void encryptsAsTheSeedShows() {
        JsonNode answer = post("encrypt-config", SeaTunnelCorpus.text("/seeds/seatunnel-encrypt-config.json"));
        assertThat(answer)
                .isEqualTo(SeaTunnelCorpus.parse(SeaTunnelCorpus.text("/seeds/seatunnel-encrypt-config-answer.json")));
    }

    @Test
    @Order(2)
    void tellsOfItsNode() {
        assertThat(get("overview").get("projectVersion").getStringValue()).isEqualTo("2.3.8");
        assertThat(get("overview?team=none").get("workers").getStringValue()).isEqualTo("0");
        post("update-tags", "{\"team\":\"data\"}");
        assertThat(get("overview?team=data").get("workers").getStringValue()).isEqualTo("1");
        post("update-tags", "{}");
        assertThat(get("system-monitoring-information").size()).isEqualTo(1);
        assertThat(get("running-threads").size()).isPositive();
        assertThat(get("thread-dump").size()).isPositive();
        for (String format : Set.of("metrics", "openmetrics")) {
            HttpResponse<String> metrics = service.get("/hazelcast/rest/instance/" + format);
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body()).contains("process_open_fds");
            succeeded.add(contract.operation("GET", "/hazelcast/rest/instance/" + format)
                    .orElseThrow());
        }
    }

    @Test
    @Order(2)
    void unknownJobIsItsIdAlone() {
        assertThat(SeaTunnelCorpus.write(get("job-info/42"))).isEqualTo("{\"jobId\":\"42\"}");
        assertThat(SeaTunnelCorpus.write(get("job-info/42/?x=1"))).isEqualTo("{\"jobId\":\"42\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | job-info/abc                        |                          | 400 | abc
                    GET  | job-info/99999999999999999999       |                          | 400 | 99999999999999999999
                    POST | submit-job                          | ''                       | 400 | empty
                    POST | submit-job                          | {"env":                  | 400 | JSON
                    POST | submit-job                          | env { }                  | 400 | JSON
                    POST | submit-job                          | []                       | 400 | object
                    POST | submit-job                          | {"source":[1],"sink":[1]} | 400 | env
                    POST | submit-job                          | {"env":{},"sink":[1]}    | 400 | Source
                    POST | submit-job                          | {"env":{},"source":[{}]} | 400 | Sink
                    POST | submit-job?jobId=abc                | SEED                     | 400 | abc
                    POST | submit-job?isStartWithSavePoint=true | SEED                    | 400 | jobId
                    POST | submit-jobs                         | {}                       | 400 | array
                    POST | submit-jobs                         | [SEED]                   | 400 | params
                    POST | stop-job                            | {}                       | 400 | jobId
                    POST | stop-job                            | {"jobId":"abc"}          | 400 | abc
                    POST | stop-job                            | {"jobId":42}             | 404 | 42
                    POST | stop-jobs                           | [{"jobId":42}]           | 404 | 42
                    POST | encrypt-config                      | {"source":[{}]}          | 400 | Sink
                    POST | update-tags                         | []                       | 400 | object
                    """)
    @Order(2)
    void mistakeIsTold(String method, String call, String body, int status, String cause) {
        assertThat(error(method, call, body == null ? null : body.replace("SEED", SEED_JOB), status))
                .contains(cause);
    }

    @Test
    @Order(2)
    void unknownPluginIsTold() {
        assertThat(error("POST", "submit-job", SEED_JOB.replace("FakeSource", "NoSuch"), 400))
                .contains("NoSuch");
    }

    @Test
    @Order(2)
    void tooLargeBodyIsRefused() {
        assertThat(error("POST", "submit-job", " ".repeat(20 * 1024 * 1024), 413))
                .contains("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /hazelcast/rest/maps/running-jobsXYZ",
                "GET /hazelcast/rest/maps/job-info",
                "GET /hazelcast/rest/maps/engine_runningJobInfo/4711",
                "DELETE /hazelcast/rest/maps/running-jobs",
                "POST /hazelcast/rest/maps/running-jobs",
                "GET /hazelcast/rest/maps/submit-job",
                "GET /hazelcast/rest/cluster",
                "GET /hazelcast/health/ready",
                "POST /hazelcast/rest/management/cluster/shutdown",
                "GET /hazelcast"
            })
    @Order(2)
    void nothingElseIsReached(String request) {
        String[] line = request.split(" ");
        HttpResponse<String> answer = service.send(line[0], line[1], line[0].equals("POST") ? "{}" : null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .startsWith("{\"status\":\"fail\",\"message\":\"")
                .contains(line[1]);
    }

    @Test
    @Order(2)
    void healthShowsTheEngine() {
        JsonNode health = service.json(service.get("/health"));
        assertThat(health.get("details").get("engine-seatunnel").get("status").getStringValue())
                .isEqualTo("UP");
    }

    @Test
    @Order(3)
    void everyOperationWasAsked() {
        assertThat(succeeded).containsExactlyInAnyOrderElementsOf(contract.operations());
    }

    private JsonNode awaitState(String job, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode found = get("job-info/" + job);
            assertThat(found.get("jobStatus"))
                    .as("%s", SeaTunnelCorpus.write(found))
                    .isEqualTo(JsonNode.createStringNode(state));
            // For a moment, a job has ended and still looks like one that runs.
            assertThat(found.get("finishTime") != null).isEqualTo(!state.equals("RUNNING"));
        });
        return get("job-info/" + job);
    }

    private JsonNode get(String call) {
        return succeeds("GET", call, null);
    }

    private JsonNode post(String call, String body) {
        return succeeds("POST", call, body);
    }

    private JsonNode succeeds(String method, String call, String body) {
        HttpResponse<String> answer = ask(method, call, body, 200);
        succeeded.add(operation(method, call));
        return service.json(answer);
    }

    private String error(String method, String call, String body, int status) {
        return service.json(ask(method, call, body, status)).get("message").getStringValue();
    }

    private HttpResponse<String> ask(String method, String call, String body, int status) {
        HttpResponse<String> answer = service.send(method, MAPS + call, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, call, answer.body())
                .isEqualTo(status);
        assertThat(contract.validate(operation(method, call), path(call), status, "application/json", answer.body())
                        .getMessages())
                .as("%s %s: %s", method, call, answer.body())
                .isEmpty();
        return answer;
    }

    private Operation operation(String method, String call) {
        return contract.operation(method, path(call)).orElseThrow();
    }

    private static String path(String call) {
        return MAPS + call.replaceFirst("\\?.*", "").replaceFirst("/$", "");
    }
}
