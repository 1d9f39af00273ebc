package io.jobledger.seatunnel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The contract as clients meet it, over one real embedded SeaTunnel; every answer is held against the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ResourceLock("seatunnel")
class SeaTunnelApiTest {

    private static final String SEED_JOB = SeaTunnelCorpus.text("/seeds/seatunnel-submit-job.json");
    private final SeaTunnelService service = SeaTunnelService.shared();

    /** Other classes ask the same service. */
    @BeforeAll
    void forgetWhatOthersAsked() {
        service.succeeded().clear();
    }

    @Test
    @Order(1)
    void runsTheSeedsJob() {
        JsonNode submitted = service.post("submit-job", SEED_JOB);
        String id = submitted.get("jobId").getStringValue();
        JsonNode job = service.awaitState(id, "FINISHED");
        assertThat(job.get("finishedTime")).isEqualTo(job.get("finishTime"));
        assertThat(job.get("metrics").get("sourceReceivedCount").getStringValue())
                .isEqualTo("100");
        assertThat(job.get("jobDag").get("vertices").size()).isEqualTo(2);
        assertThat(job.get("jobDag").get("jobId").getStringValue()).isEqualTo(id);
        assertThat(service.get("running-job/" + id)).isEqualTo(job);
        assertThat(service.get("finished-jobs").values()).contains(job);
        assertThat(service.get("finished-jobs/finished").values()).contains(job);
        assertThat(service.get("finished-jobs/FAILED").values()).doesNotContain(job);
        assertThat(service.get("finished-jobs/NO%2F..%2FSUCH").size()).isZero();
    }

    @Test
    @Order(2)
    void stopsAndResumesStream() {
        service.post("submit-job?jobId=4711&jobName=a%20b", TestJobs.STREAM);
        service.awaitState("4711", "RUNNING");
        assertThat(service.get("running-jobs").values())
                .filteredOn(job -> job.get("jobId").getStringValue().equals("4711"))
                .singleElement()
                .satisfies(
                        job -> assertThat(job.get("jobName").getStringValue()).isEqualTo("a b"));
        assertThat(service.error("POST", "submit-job?jobId=4711", TestJobs.STREAM, 409))
                .contains("4711", "RUNNING");
        service.post("stop-job", "{\"jobId\":4711,\"isStopWithSavePoint\":true}");
        service.awaitState("4711", "SAVEPOINT_DONE");
        assertThat(service.error("POST", "submit-job?jobId=4711", TestJobs.STREAM, 409))
                .contains("4711", "SAVEPOINT_DONE");
        service.post("submit-job?jobId=4711&isStartWithSavePoint=true", TestJobs.STREAM);
        assertThat(service.awaitState("4711", "RUNNING")
                        .get("isStartWithSavePoint")
                        .getBooleanValue())
                .isTrue();
        service.post("stop-job", "{\"jobId\":\"4711\"}");
        service.awaitState("4711", "CANCELED");
        service.post("stop-job", "{\"jobId\":\"4711\"}");
    }

    @Test
    @Order(2)
    void submitsAndStopsSeveral() {
        String one = TestJobs.STREAM.replaceFirst("\\{", "{\"params\": {\"jobId\": \"4712\", \"jobName\": \"one\"},");
        String two = TestJobs.STREAM.replaceFirst("\\{", "{\"params\": {\"jobId\": 4713},");
        JsonNode submitted = service.post("submit-jobs", "[" + one + "," + two + "]");
        assertThat(submitted.size()).isEqualTo(2);
        assertThat(submitted.get(1).get("jobId").getStringValue()).isEqualTo("4713");
        service.awaitState("4712", "RUNNING");
        service.awaitState("4713", "RUNNING");
        service.post("stop-jobs", "[{\"jobId\":4712},{\"jobId\":\"4713\"}]");
        service.awaitState("4712", "CANCELED");
        service.awaitState("4713", "CANCELED");
    }

    @Test
    @Order(2)
    void encryptsAsTheSeedShows() {
        JsonNode answer = service.post("encrypt-config", SeaTunnelCorpus.text("/seeds/seatunnel-encrypt-config.json"));
        assertThat(answer)
                .isEqualTo(SeaTunnelCorpus.parse(SeaTunnelCorpus.text("/seeds/seatunnel-encrypt-config-answer.json")));
    }

    @Test
    @Order(2)
    void tellsOfItsNode() {
        assertThat(service.get("overview").get("projectVersion").getStringValue())
                .isEqualTo("2.3.8");
        assertThat(service.get("overview?team=none").get("workers").getStringValue())
                .isEqualTo("0");
        service.post("update-tags", "{\"team\":\"data\"}");
        assertThat(service.get("overview?team=data").get("workers").getStringValue())
                .isEqualTo("1");
        service.post("update-tags", "{}");
        assertThat(service.get("system-monitoring-information").size()).isEqualTo(1);
        assertThat(service.get("running-threads").size()).isPositive();
        assertThat(service.get("thread-dump").size()).isPositive();
        for (String format : Set.of("metrics", "openmetrics")) {
            HttpResponse<String> metrics = service.service().get("/hazelcast/rest/instance/" + format);
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body()).contains("process_open_fds");
            service.succeeded()
                    .add(SeaTunnelContract.get()
                            .operation("GET", "/hazelcast/rest/instance/" + format)
                            .orElseThrow());
        }
    }

    @Test
    @Order(2)
    void unknownJobIsItsIdAlone() {
        assertThat(SeaTunnelCorpus.write(service.get("job-info/42"))).isEqualTo("{\"jobId\":\"42\"}");
        assertThat(SeaTunnelCorpus.write(service.get("job-info/42/?x=1"))).isEqualTo("{\"jobId\":\"42\"}");
    }

    @Test
    @Order(2)
    void healthShowsTheEngine() {
        JsonNode health = service.service().json(service.service().get("/health"));
        assertThat(health.get("details").get("engine-seatunnel").get("status").getStringValue())
                .isEqualTo("UP");
    }

    @Test
    @Order(3)
    void everyOperationWasAsked() {
        assertThat(service.succeeded())
                .containsExactlyInAnyOrderElementsOf(SeaTunnelContract.get().operations());
    }
}
