package io.jobledger.seatunnel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the engine, and what does not, whatever the request looks like. */
@ResourceLock("seatunnel")
class NothingElseTest {

    private static final String MAPS = "/hazelcast/rest/maps/";

    private final SeaTunnelService service = SeaTunnelService.shared();

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
                "GET /hazelcast",
                "OPTIONS /hazelcast/rest/maps/running-jobs",
                "PATCH /hazelcast/rest/maps/running-jobs",
                "PUT /hazelcast/rest/maps/submit-job",
                "POST /hazelcast/rest/maps/job-info/1",
                "GET /hazelcast/rest/maps/finished-jobs/FINISHED/x",
                "GET /hazelcast/rest/maps//running-jobs",
                "GET /hazelcast/rest/maps/job-info/",
                "GET /hazelcast/rest/maps/..%2Fcluster"
            })
    void nothingElseIsReached(String request) {
        String[] line = request.split(" ");
        HttpResponse<String> answer = service.service().send(line[0], line[1], line[0].equals("POST") ? "{}" : null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .startsWith("{\"status\":\"fail\",\"message\":\"")
                .contains(line[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running-jobs/", "finished-jobs/", "finished-jobs/FINISHED/", "job-info/42/", "overview/"})
    void trailingSlashIsAccepted(String call) {
        service.get(call);
    }

    @Test
    void headHasNoBody() {
        HttpResponse<String> answer = service.service().send("HEAD", MAPS + "running-jobs", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void bodyOfGetIsIgnored() {
        HttpResponse<String> answer = service.service().send("GET", MAPS + "job-info/42", "{\"x\":1}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"jobId\":\"42\"}");
    }

    @Test
    void chunkedBodyIsTaken() {
        HttpResponse<String> answer = service.service()
                .send(HttpRequest.newBuilder(service.service().url().resolve(MAPS + "submit-job"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(TestJobs.BATCH.getBytes(StandardCharsets.UTF_8)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        service.awaitState(service.service().json(answer).get("jobId").getStringValue(), "FINISHED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-8"})
    void byteOrderMarkIsNoPartOfTheBody(Charset charset) {
        HttpResponse<String> answer = service.postBytes("stop-job", "\uFEFF{\"jobId\":42}".getBytes(charset));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    }
}
