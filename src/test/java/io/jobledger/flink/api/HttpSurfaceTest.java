package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.api.RawHttp.Answer;
import io.jobledger.testing.TestService;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in forms that HTTP allows and few clients use are answered as the usual form is. */
@ResourceLock("flink")
class HttpSurfaceTest {
    private static final TestService SERVICE = TestService.shared();
    private static String running;

    @BeforeAll
    static void job() {
        running = SERVICE.run("stream");
        SERVICE.awaitState(running, "RUNNING");
    }

    @AfterAll
    static void cancel() {
        SERVICE.send("PATCH", "/jobs/" + running + "?mode=cancel", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/config",
                "/overview",
                "/jars",
                "/jars/{jar}/plan?programArg=--kind,batch",
                "/jars/nosuch/plan",
                "/jobs",
                "/v1/jobs/{job}",
                "/jobs/{job}/config",
                "/jobs/{job}/plan",
                "/jobmanager/log",
                "/jobmanager/logs",
                "/jobmanager/logs/flink.log",
                "/jobmanager/stdout",
                "/jobmanager/thread-dump",
                "/taskmanagers/nosuch/thread-dump",
                "/nothing",
                "/history/jobs",
                "/history/statistics",
                "/history/nothing",
                "/hazelcast/nothing",
                "/health",
            })
    void headIsAsGetWithoutABody(String template) {
        String target = filled(template);
        Answer get = RawHttp.request("GET", target).send(SERVICE.url());
        Answer head = RawHttp.request("HEAD", target).send(SERVICE.url());
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.body()).isEmpty();
        if (head.headers().containsKey("content-type")) {
            assertThat(head.headers().get("content-type"))
                    .isEqualTo(get.headers().get("content-type"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jobs/{job}/yarn-cancel",
                "/v1/jobs/{job}/yarn-cancel/",
                "/jobs/{job}/yarn-stop",
                "/jobs/{job}/cancel-with-savepoint",
                "/jobs/{job}/cancel-with-savepoint/target-directory/%2Ftmp",
                "/jobs/{job}/cancel-with-savepoint/target-directory/tmp/x",
                "/jobs/{job}/stop",
                "/jobs/{job}/cancel",
                "/jobs/{job}/savepoints",
                "/savepoint-disposal",
                "/cluster",
                "/history/imports/1/cancel",
                "/hazelcast/rest/maps/submit-job",
            })
    void headChangesNothing(String template) {
        Answer head = RawHttp.request("HEAD", filled(template)).send(SERVICE.url());
        assertThat(head.status()).isEqualTo(405);
        assertThat(head.headers()).containsKey("allow");
        assertThat(SERVICE.state(running)).isEqualTo("RUNNING");
        assertThat(SERVICE.get("/history/operations?limit=200").body())
                .doesNotContain("HEAD ")
                .doesNotContain(running + "/yarn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/csv", "image/png", "application/xml;q=0.1", "nonsense", "*/*", ""})
    void flinkAnswersJsonWhateverTheClientAccepts(String accept) {
        for (String request : List.of(
                "GET /jars",
                "GET /jobs",
                "GET /config",
                "GET /overview",
                "GET /jobs/" + running,
                "GET /taskmanagers")) {
            String[] line = request.split(" ");
            Answer answer =
                    RawHttp.request(line[0], line[1]).header("Accept", accept).send(SERVICE.url());
            assertThat(answer.status()).as(request).isEqualTo(200);
            assertThat(answer.headers().get("content-type")).as(request).startsWith("application/json");
        }
        Answer uploaded = RawHttp.request("POST", "/jars/upload")
                .header("Accept", accept)
                .body(
                        "multipart/form-data; boundary=x",
                        "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.jar\"\r\n\r\na\r\n--x--\r\n"
                                .getBytes())
                .send(SERVICE.url());
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
        assertThat(uploaded.headers().get("content-type")).startsWith("application/json");
        String jar = SERVICE.json(uploaded.body()).get("filename").getStringValue();
        Answer deleted = RawHttp.request("DELETE", "/jars/" + jar.substring(jar.lastIndexOf('/') + 1))
                .header("Accept", accept)
                .send(SERVICE.url());
        assertThat(deleted.status()).as(deleted.body()).isEqualTo(200);
        assertThat(deleted.headers().get("content-type")).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%6Aobs/{job}/config",
                "/j%6f%62s/{job}/%63onfig",
                "/%76%31/jobs/{job}/config",
                "/v%31/%6aobs/{job}/config",
            })
    void percentEncodedLettersAreLetters(String template) {
        String target = filled(template);
        Answer plain = RawHttp.request("GET", "/jobs/" + running + "/config").send(SERVICE.url());
        Answer encoded = RawHttp.request("GET", target).send(SERVICE.url());
        assertThat(encoded.status()).isEqualTo(200);
        assertThat(encoded.body()).isEqualTo(plain.body());
        assertThat(RawHttp.request("GET", target).send(SERVICE.engineUrl()).status())
                .isEqualTo(200);
    }

    @Test
    void entriesOfJarsHaveADescriptionAsOfTheEngine() {
        String name = "\"entry\":[{\"name\":\"io.jobledger.jobs.ProbeJob\",\"description\":null}]";
        SERVICE.jarId();
        SERVICE.run("batch");
        assertThat(SERVICE.getFromEngine("/jars").body()).contains(name);
        assertThat(SERVICE.get("/jars").body()).contains(name);
    }

    /** The line has room for them. On the way to the engine, the id of the jar is longer. */
    @Test
    void longQueriesReachTheEngine() {
        String jar = SERVICE.jarId();
        int room = 4096 - "POST /jars//plan?programArg=--kind,batch, HTTP/1.1".length() - jar.length();
        String query = "?programArg=--kind,batch," + "x".repeat(room);
        for (String method : List.of("GET", "POST")) {
            Answer plan =
                    RawHttp.request(method, "/jars/" + jar + "/plan" + query).send(SERVICE.url());
            assertThat(plan.status()).as(plan.body()).isEqualTo(200);
        }
        Answer missing = RawHttp.request("GET", "/jars/" + jar + "/plan?parallelism=2&entry-class=" + "x".repeat(3_900))
                .send(SERVICE.url());
        assertThat(missing.status()).as(missing.body()).isEqualTo(400);
        assertThat(missing.body()).contains("xxx");
    }

    private static String filled(String template) {
        return template.replace("{job}", running).replace("{jar}", SERVICE.jarId());
    }
}
