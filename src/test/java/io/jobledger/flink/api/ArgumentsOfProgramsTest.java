package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.api.RecordingEngine.Received;
import io.jobledger.testing.TestService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A program's arguments in every form, on the real engine and as any engine gets them. */
class ArgumentsOfProgramsTest {
    private static final String TEXT = "program-args=--kind%20stream+--name+%22two+words%22";
    private static final String LIST = "programArg=--kind,stream,--name,two%20words";
    private static final String TEXT_IN_BODY = "{\"programArgs\":\"--kind stream --name 'two words'\"}";
    private static final String LIST_IN_BODY =
            "{\"programArgsList\":[\"--kind\",\"stream\",\"--name\",\"two words\"],\"entryClass\":null}";

    @Test
    @ResourceLock("flink")
    void reachTheProgram() {
        TestService service = TestService.shared();
        ContractCalls calls = new ContractCalls(service);
        String jar = "/jars/" + service.jarId();
        for (String method : List.of("GET", "POST")) {
            for (String query : List.of(TEXT, LIST)) {
                assertThat(calls.call(200, method, jar + "/plan?" + query, null)
                                .at("/plan/name")
                                .asText())
                        .as("%s %s", method, query)
                        .isEqualTo("two words");
            }
            for (String body : List.of(TEXT_IN_BODY, LIST_IN_BODY)) {
                assertThat(service.json(send(service, method, jar + "/plan", body))
                                .get("plan")
                                .get("name")
                                .getStringValue())
                        .as("%s %s", method, body)
                        .isEqualTo("two words");
            }
        }
        for (String query : List.of(TEXT, LIST)) {
            named(calls, calls.call(200, "POST", jar + "/run?" + query, null));
        }
        for (String body : List.of(TEXT_IN_BODY, LIST_IN_BODY)) {
            named(calls, calls.call(200, "POST", jar + "/run", body));
        }
        calls.call(400, "POST", jar + "/run?" + LIST, TEXT_IN_BODY);
        calls.call(400, "POST", jar + "/plan?" + TEXT, LIST_IN_BODY);
    }

    @Test
    @ResourceLock("flink")
    void areTrueForTheJobAndMaskedInTheRecord() {
        TestService service = TestService.shared();
        ContractCalls calls = new ContractCalls(service);
        String url = "jdbc:x://u:geheim@h";
        String text = "--kind batch --password geheim --name " + url + " -pgeheim --url " + url;
        String list = text.replace(' ', ',');
        String run = "/jars/" + service.jarId() + "/run";
        for (JsonNode submitted : List.of(
                calls.call(200, "POST", run, "{\"programArgs\":\"" + text + "\"}"),
                calls.call(200, "POST", run, "{\"programArgsList\":[\"" + list.replace(",", "\",\"") + "\"]}"),
                calls.call(200, "POST", run + "?program-args=" + text.replace(' ', '+'), null),
                calls.call(200, "POST", run + "?programArg=" + list, null))) {
            String id = submitted.path("jobid").asText();
            assertThat(calls.get("/jobs/" + id).path("name").asText()).isEqualTo(url);
            assertThat(service.get("/history/operations?jobId=" + id).body())
                    .contains("--password", "******", "--kind")
                    .doesNotContain("geheim");
        }
    }

    private static void named(ContractCalls calls, JsonNode submitted) {
        String job = "/jobs/" + submitted.path("jobid").asText();
        assertThat(calls.get(job).path("name").asText()).isEqualTo("two words");
        calls.call(202, "PATCH", job, null);
    }

    /** An engine that ignores a text gets a list; an engine that knows both gets what it always got. */
    @Test
    void sentAsEveryEngineUnderstandsThem(@TempDir Path dataDir) {
        try (RecordingEngine engine = new RecordingEngine();
                TestService service = TestService.start(
                        dataDir,
                        Map.of(
                                "jobledger.flink.mode",
                                "remote",
                                "jobledger.flink.url",
                                engine.url().toString()))) {
            engine.answer("/jars/upload", "{\"filename\":\"/up/there.jar\",\"status\":\"success\"}");
            engine.answer("/jars", "{\"address\":\"\",\"files\":[{\"id\":\"there.jar\"}]}");
            engine.answer("/jars/there.jar/run", "{\"jobid\":\"" + "1".repeat(32) + "\"}");
            Awaitility.await("the engine is there")
                    .until(() -> service.engine().session().isPresent());
            String uploaded = service.json(service.upload(TestJobs.jar(), "here.jar"))
                    .get("filename")
                    .getStringValue();
            String jar = "/jars/" + uploaded.substring(uploaded.lastIndexOf('/') + 1);
            String list = "[\"--kind\",\"stream\",\"--name\",\"two words\"]";

            send(service, "POST", jar + "/run?x=%2F&" + TEXT + "&parallelism=2", "{\"jobId\":null,\"new\":{\"a\":1}}");
            assertThat(last(engine, "/jars/there.jar/run"))
                    .containsExactly(
                            "POST",
                            "/jars/there.jar/run?x=%2F&parallelism=2",
                            "{\"jobId\":null,\"new\":{\"a\":1},\"programArgsList\":" + list + '}');

            send(service, "POST", jar + "/run", "{\"programArgs\":\"--kind stream --name 'two words'\",\"y\":null}");
            assertThat(last(engine, "/jars/there.jar/run"))
                    .containsExactly("POST", "/jars/there.jar/run", "{\"y\":null,\"programArgsList\":" + list + '}');

            send(service, "POST", jar + "/run?" + LIST, "{ \"z\": 1 }");
            assertThat(last(engine, "/jars/there.jar/run"))
                    .containsExactly("POST", "/jars/there.jar/run?" + LIST, "{ \"z\": 1 }");

            service.get(jar + "/plan?" + TEXT);
            assertThat(last(engine, "/jars/there.jar/plan"))
                    .containsExactly("POST", "/jars/there.jar/plan", "{\"programArgsList\":" + list + '}');

            service.get(jar + "/plan?" + LIST);
            assertThat(last(engine, "/jars/there.jar/plan")).containsExactly("GET", "/jars/there.jar/plan?" + LIST, "");
        }
    }

    private static List<String> last(RecordingEngine engine, String path) {
        List<Received> received = engine.received(path);
        Received last = received.get(received.size() - 1);
        return List.of(last.method(), last.target(), new String(last.body(), StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(TestService service, String method, String target, String body) {
        HttpResponse<String> answer =
                service.send(HttpRequest.newBuilder(service.url().resolve(target))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
