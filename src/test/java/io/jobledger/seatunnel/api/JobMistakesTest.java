package io.jobledger.seatunnel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.TestJobs;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a job or a request is told, with a status that says whose mistake it is. */
@ResourceLock("seatunnel")
class JobMistakesTest {

    private final SeaTunnelService service = SeaTunnelService.shared();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | job-info/abc                        |                           | 400 | abc
            GET  | job-info/1.5                        |                           | 400 | 1.5
            GET  | job-info/99999999999999999999       |                           | 400 | 99999999999999999999
            GET  | job-info/1%2F2                      |                           | 400 | 1/2
            POST | submit-job                          | ''                        | 400 | empty
            POST | submit-job                          | {"env":                   | 400 | JSON
            POST | submit-job                          | env { }                   | 400 | JSON
            POST | submit-job?format=hocon             | env { }                   | 400 | JSON
            POST | submit-job                          | null                      | 400 | JSON
            POST | submit-job                          | 5                         | 400 | object
            POST | submit-job                          | []                        | 400 | object
            POST | submit-job                          | {"source":[1],"sink":[1]} | 400 | env
            POST | submit-job                          | {"env":[],"source":[{}]}  | 400 | env
            POST | submit-job                          | {"env":{},"sink":[1]}     | 400 | Source
            POST | submit-job                          | {"env":{},"source":[]}    | 400 | Source
            POST | submit-job                          | {"env":{},"source":{}}    | 400 | source must be an array
            POST | submit-job                          | {"env":{},"source":[{}]}  | 400 | Sink
            POST | submit-job                          | {"env":{},"source":[1],"sink":[{}]}    | 400 | source[0] must be an object
            POST | submit-job                          | {"env":{},"source":[{}],"sink":[null]} | 400 | sink[0] must be an object
            POST | submit-job                          | {"env":{},"source":[{}],"sink":[{}]}   | 400 | source[0] has no plugin_name
            POST | submit-job?jobId=abc                | JOB                       | 400 | abc
            POST | submit-job?jobId=                   | JOB                       | 400 | no 64-bit number
            POST | submit-job?jobId=1.5                | JOB                       | 400 | 1.5
            POST | submit-job?jobId=1&jobId=2          | JOB                       | 400 | jobId is given 2 times
            POST | submit-job?jobName=1&jobName=2      | JOB                       | 400 | jobName is given 2 times
            POST | submit-job?isStartWithSavePoint=true | JOB                      | 400 | jobId
            POST | submit-job?isStartWithSavePoint=1 | JOB                         | 400 | jobId
            POST | submit-job?isStartWithSavePoint=yes&jobId=1 | JOB               | 400 | isStartWithSavePoint
            POST | submit-jobs                         | {}                        | 400 | array
            POST | submit-jobs                         | [1]                       | 400 | object
            POST | submit-jobs                         | [JOB]                     | 400 | params
            POST | stop-job                            | {}                        | 400 | jobId
            POST | stop-job                            | []                        | 400 | object
            POST | stop-job                            | ''                        | 400 | empty
            POST | stop-job                            | {"jobId":"abc"}           | 400 | abc
            POST | stop-job                            | {"jobId":1.5}             | 400 | 1.5
            POST | stop-job                            | {"jobId":1e3}             | 400 | no 64-bit number
            POST | stop-job                            | {"jobId":9223372036854775808} | 400 | 9223372036854775808
            POST | stop-job                            | {"jobId":[1]}             | 400 | no 64-bit number
            POST | stop-job                            | {"jobId":42,"isStopWithSavePoint":"maybe"} | 400 | isStopWithSavePoint
            POST | stop-job                            | {"jobId":42}              | 404 | 42
            POST | stop-job                            | {"jobId":42,"more":[1]}   | 404 | 42
            POST | stop-job                            | {"jobId":-42}             | 404 | -42
            POST | stop-job                            | {"jobId":"-42"}           | 404 | -42
            POST | stop-job                            | {"jobId":"٤٢"}            | 400 | no 64-bit number
            POST | stop-jobs                           | [{"jobId":42}]            | 404 | 42
            POST | stop-jobs                           | {"jobId":42}              | 400 | array
            POST | encrypt-config                      | {"source":[{}]}           | 400 | Sink
            POST | encrypt-config                      | {"source":[1],"sink":[1]} | 400 | source[0]
            POST | encrypt-config                      | {"env":[],"source":[{}],"sink":[{}]} | 400 | env
            POST | update-tags                         | []                        | 400 | object
            """)
    void mistakeIsTold(String method, String call, String body, int status, String cause) {
        String sent = body == null ? null : body.replace("JOB", TestJobs.BATCH);
        assertThat(service.error(method, call, sent, status)).contains(cause);
    }

    /** All of these are 500 in the engine, or an answer without the cause, but for the first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "BATCH"                | "garbage"                      | value 'garbage'
            FakeSource             | NoSuch                         | NoSuch
            "Console"              | "NoSuch"                       | NoSuch
            "transform": []        | "transform": {}                | transform must be an array
            "transform": []        | "transform": [1]               | transform[0] must be an object
            "transform": []        | "transform": [{"plugin_name":"NoSuch"}] | NoSuch
            "schema": {"fields": {"name": "string"}} | "x": 1       | [schema]
            "string"               | "nosuch"                       | nosuch
            "row.num": 5           | "row.num": "many"              | many
            "schema": {"fields"    | "schema": "x", "y": {"z"       | value 'x'
            "env": {               | "env": {"parallelism": "two",  | two
            "env": {               | "env": {"checkpoint.interval": "often", | checkpoint.interval
            "env": {               | "env": {"checkpoint.interval": 1,       | minimum checkpoint interval
            "row.num": 5           | "": 5                          | path
            "plugin_name": "Console" | "plugin_name": "LocalFile"   | path
            "plugin_name": "FakeSource" | "plugin_name": "Jdbc"     | url
            """)
    void mistakeInJobIsTold(String correct, String wrong, String cause) {
        assertThat(service.error("POST", "submit-job", TestJobs.batch(correct, wrong), 400))
                .contains(cause);
    }

    @Test
    void unknownTableIsTold() {
        String two = TestJobs.batch(
                "\"source\": [",
                "\"source\": [{\"plugin_name\":\"FakeSource\",\"result_table_name\":\"other\","
                        + "\"schema\":{\"fields\":{\"name\":\"string\"}}},");
        assertThat(service.error("POST", "submit-job", two.replace("[\"fake\"]", "[\"nobody\"]"), 400))
                .contains("nobody");
    }

    @Test
    void secretsAreNotTold() {
        String wrong = TestJobs.batch(
                "\"FakeSource\"",
                "\"Jdbc\", \"url\": \"jdbc:postgresql://127.0.0.1:1/x?password=geheim\","
                        + " \"driver\": \"org.postgresql.Driver\", \"user\": \"u\", \"password\": \"p\","
                        + " \"query\": \"select 1\"");
        assertThat(service.error("POST", "submit-job", wrong, 400))
                .contains("Connection to 127.0.0.1:1 refused")
                .doesNotContain("geheim");
    }

    @Test
    void wrongOneAmongSeveralIsToldBeforeAnyRuns() {
        String good = TestJobs.batch("\"env\"", "\"params\": {\"jobId\": 8801}, \"env\"");
        assertThat(service.error("POST", "submit-jobs", "[" + good + ",{\"params\":{}}]", 400))
                .contains("env");
        assertThat(service.get("job-info/8801").get("jobStatus")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"70, nested", "900, nested", "10000, nested"})
    void deepNestingIsTold(int levels, String cause) {
        String deep = TestJobs.batch(
                "\"transform\"", "\"x\": " + "[".repeat(levels) + "]".repeat(levels) + ", \"transform\"");
        assertThat(service.error("POST", "submit-job", deep, 400)).contains(cause);
    }

    @Test
    void bodyThatIsNoUtf8IsTold() {
        byte[] body = TestJobs.batch("BATCH", "\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> answer = service.postBytes("submit-job", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(service.error(answer)).contains("JSON");
    }

    /** All of it is read, so that a client that first sends and then reads gets its answer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tooLargeBodyIsRefused(boolean chunked) {
        byte[] body = new byte[20 * 1024 * 1024];
        HttpResponse<String> answer = service.service()
                .send(HttpRequest.newBuilder(service.service().url().resolve("/hazelcast/rest/maps/submit-job"))
                        .POST(
                                chunked
                                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                                        : BodyPublishers.ofByteArray(body)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(service.error(answer)).contains("too large");
    }

    /** The engine takes them, and so do we. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "fake"]                | "nobody"]
            "env": {               | "env": {"parallelism": 0,
            "transform": [],       | "transform": null,
            "transform": [],       | "more": {"a": [1]},
            """)
    void oddJobRuns(String usual, String odd) {
        service.awaitState(service.submit(TestJobs.batch(usual, odd)), "FINISHED");
    }

    @ParameterizedTest
    @CsvSource({"0", "-5", "%2B77"})
    void oddIdRuns(String id) {
        String told = service.post("submit-job?jobId=" + id, TestJobs.BATCH)
                .get("jobId")
                .getStringValue();
        assertThat(told).isEqualTo(id.replace("%2B", ""));
        service.awaitState(told, "FINISHED");
    }
}
