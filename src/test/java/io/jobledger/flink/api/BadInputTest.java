package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.api.RawHttp.Answer;
import io.jobledger.testing.TestService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What clients get wrong is answered as the engine answers it: the same requests go to the engine itself, and the statuses
 * must be equal. Errors are errors in the API's shape, and tell nothing of our inside.
 */
@ResourceLock("flink")
class BadInputTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TestService SERVICE = TestService.shared();
    private static final String UNKNOWN = "f".repeat(32);
    private static final String NOTHING = "0".repeat(32);

    private static final List<String> BELOW_JOBS = List.of(
            "",
            "/plan",
            "/config",
            "/exceptions",
            "/execution-result",
            "/status",
            "/metrics",
            "/accumulators",
            "/checkpoints",
            "/checkpoints/config",
            "/checkpoints/details/1",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/jobmanager/log-url",
            "/taskmanagers/nosuch/log-url",
            "/resource-requirements",
            "/yarn-cancel",
            "/savepoints/" + NOTHING,
            "/checkpoints/" + NOTHING,
            "/vertices/" + NOTHING,
            "/vertices/" + NOTHING + "/subtasks/0",
            "/vertices/" + NOTHING + "/metrics",
            "/vertices/" + NOTHING + "/watermarks");

    /** A 500 of the engine, or a 404 because a slash in the id led nowhere: never worse than this here. */
    private static final Set<Integer> UNKNOWN_JAR = Set.of(400, 404);

    private static String sealed;
    private static String running;

    @BeforeAll
    static void jobs() {
        sealed = SERVICE.run("batch");
        running = SERVICE.run("stream");
        SERVICE.awaitState(running, "RUNNING");
        SERVICE.awaitSealed(sealed);
    }

    @AfterAll
    static void cancel() {
        SERVICE.send("PATCH", "/jobs/" + running + "?mode=cancel", null);
    }

    @Test
    void jobsThatAreNotThere() {
        Comparison comparison = new Comparison();
        for (String below : BELOW_JOBS) {
            comparison.same(() -> RawHttp.request("GET", "/jobs/" + UNKNOWN + below));
        }
        for (Supplier<RawHttp> change : changes(UNKNOWN)) {
            comparison.same(change);
        }
        comparison.passed(28);
    }

    /** The engine reads the first 32 digits of a longer id, and some of its handlers no id at all: here all are strict. */
    @Test
    void jobIdsThatAreNone() {
        Comparison comparison = new Comparison();
        for (String id : List.of("notahexid", "f".repeat(31), "f".repeat(33), "%20", "g".repeat(32), "%00")) {
            for (String below : BELOW_JOBS) {
                comparison.ours(400, () -> RawHttp.request("GET", "/jobs/" + id + below));
            }
            for (Supplier<RawHttp> change : changes(id)) {
                comparison.ours(400, change);
            }
        }
        comparison.passed(6 * 28);
    }

    private static List<Supplier<RawHttp>> changes(String job) {
        return List.of(
                () -> RawHttp.request("PATCH", "/jobs/" + job),
                () -> RawHttp.request("PATCH", "/jobs/" + job + "?mode=bogus"),
                () -> RawHttp.request("POST", "/jobs/" + job + "/savepoints").json("{}"),
                () -> RawHttp.request("POST", "/jobs/" + job + "/stop").json("{}"),
                () -> RawHttp.request("POST", "/jobs/" + job + "/checkpoints").json("{}"));
    }

    @Test
    void partsOfJobsThatAreNotThere() {
        Comparison comparison = new Comparison();
        for (String job : List.of(sealed, running)) {
            String vertex = SERVICE.json(SERVICE.get("/jobs/" + job))
                    .get("vertices")
                    .get(0)
                    .get("id")
                    .getStringValue();
            String subtasks = "/vertices/" + vertex + "/subtasks/";
            for (String below : List.of(
                    "/vertices/xyz",
                    "/vertices/" + NOTHING,
                    "/vertices/" + NOTHING + "/accumulators",
                    "/vertices/" + NOTHING + "/subtasktimes",
                    "/vertices/" + NOTHING + "/taskmanagers",
                    "/vertices/" + NOTHING + "/subtasks/accumulators",
                    "/vertices/" + NOTHING + "/subtasks/0",
                    "/vertices/" + NOTHING + "/subtasks/0/attempts/0",
                    "/vertices/" + NOTHING + "/backpressure",
                    "/vertices/" + NOTHING + "/watermarks",
                    "/vertices/" + NOTHING + "/metrics",
                    subtasks + "abc",
                    subtasks + "-1",
                    subtasks + "99",
                    subtasks + "99999999999",
                    subtasks + "0/attempts/99",
                    subtasks + "0/attempts/abc",
                    subtasks + "0/attempts/-1",
                    subtasks + "0/attempts/99/accumulators",
                    subtasks + "99/attempts/0",
                    subtasks + "0/nope",
                    "/checkpoints/details/999999",
                    "/checkpoints/details/abc",
                    "/checkpoints/details/-1",
                    "/checkpoints/details/999999/subtasks/" + vertex,
                    "/checkpoints/details/1/subtasks/" + NOTHING,
                    "/checkpoints/details/1/subtasks/xyz",
                    "/savepoints/" + NOTHING,
                    "/savepoints/xyz",
                    "/checkpoints/" + NOTHING,
                    "/checkpoints/xyz",
                    "/exceptions?maxExceptions=abc",
                    "/exceptions?maxExceptions=99999999999",
                    "/exceptions?failureLabelFilter=abc",
                    "/vertices/" + vertex + "/flamegraph?type=bogus",
                    "/vertices/" + vertex + "/subtasks/metrics?get=numRecordsIn&agg=bogus",
                    "/vertices/" + vertex + "/subtasks/metrics?subtasks=abc",
                    "/nope",
                    "/vertices/" + vertex + "/nope",
                    "/vertices/" + vertex + "/subtasks")) {
                comparison.same(() -> RawHttp.request("GET", "/jobs/" + job + below));
            }
            comparison.ours(
                    400, () -> RawHttp.request("GET", "/jobs/" + job + "/accumulators?includeSerializedValue=maybe"));
        }
        comparison.passed(2 * 41);
    }

    @Test
    void triggersAndBodies() {
        Comparison comparison = new Comparison();
        for (String target : List.of(
                "/savepoint-disposal/" + NOTHING,
                "/savepoint-disposal/xyz",
                "/datasets/delete/" + NOTHING,
                "/datasets/delete/x")) {
            comparison.same(() -> RawHttp.request("GET", target));
        }
        comparison.same(() -> RawHttp.request("DELETE", "/datasets/xyz"));
        for (String json :
                List.of("{", "", "[]", "\"\"", "{\"savepoint-path\":null}", "{\"nope\":1}", "{}", "\u0000", "{}{}")) {
            comparison.same(() -> RawHttp.request("POST", "/savepoint-disposal").json(json));
        }
        for (String json :
                List.of("{", "[]", "{\"formatType\":\"bogus\"}", "{\"cancel-job\":\"maybe\"}", "{\"nope\":1}")) {
            comparison.same(() ->
                    RawHttp.request("POST", "/jobs/" + running + "/savepoints").json(json));
        }
        comparison.same(() ->
                RawHttp.request("POST", "/jobs/" + running + "/checkpoints").json("{\"checkpointType\":\"X\"}"));
        comparison.same(
                () -> RawHttp.request("POST", "/jobs/" + running + "/stop").json("{\"drain\":"));
        comparison.same(() -> RawHttp.request("PUT", "/jobs/" + running + "/resource-requirements")
                .json("{"));
        comparison.same(() -> RawHttp.request("PATCH", "/jobs/" + running + "/clientHeartbeat")
                .json("{"));
        comparison.same(() -> RawHttp.request("POST", "/jobs/" + running + "/coordinators/xyz")
                .json("{}"));
        comparison.same(() -> RawHttp.request("PATCH", "/jobs/" + running + "?mode=bogus"));
        comparison.same(() -> RawHttp.request("POST", "/jobs").json("{}"));
        comparison.same(() -> RawHttp.request("POST", "/jobs"));
        comparison.passed(27);
    }

    /** The engine answers 500. Its words are kept. */
    @Test
    void mistakesThatTheEngineFailsOver() {
        Comparison comparison = new Comparison();
        for (String target : List.of(
                "/savepoint-disposal",
                "/jobs",
                "/jobs/" + running + "/savepoints",
                "/jobs/" + running + "/stop",
                "/jobs/" + running + "/checkpoints")) {
            Answer answer =
                    comparison.ours(400, () -> RawHttp.request("POST", target).json("null"));
            assertThat(answer.body()).contains("NullPointerException");
            comparison.oneOf(
                    Set.of(200, 202, 400),
                    () -> RawHttp.request("POST", target.replace("/stop", "/savepoints"))
                            .json("{\"a\":1e9999999999}"));
        }
        comparison.ours(
                400,
                () -> RawHttp.request("PUT", "/jobs/" + running + "/resource-requirements")
                        .json("null"));
        comparison.ours(
                400,
                () -> RawHttp.request("PATCH", "/jobs/" + running + "/clientHeartbeat")
                        .json("null"));
        for (String id : List.of("%25", "%3Fx", "x%2Fy", "a".repeat(31), "g".repeat(32))) {
            Answer answer = comparison.ours(400, () -> RawHttp.request("DELETE", "/datasets/" + id));
            assertThat(answer.body()).contains("Cannot resolve path parameter (datasetid)");
        }
        for (String target : List.of(
                "/taskmanagers/%25",
                "/taskmanagers/%25s/metrics",
                "/taskmanagers/%25zz/log",
                "/taskmanagers/%25/logs/x",
                "/taskmanagers/x/logs/%25",
                "/taskmanagers/%25s/thread-dump",
                "/jobmanager/logs/%25",
                "/datasets/delete/%25",
                "/jobs/" + running + "/vertices/%25",
                "/jobs/" + running + "/taskmanagers/%25/log-url")) {
            for (int i = 0; i < 4; i++) {
                // The engine looks for a file, and has no words for the next error on that connection.
                comparison.ours(404, () -> RawHttp.request("GET", "/taskmanagers/a%2Fb%2Fc"));
                Answer answer = comparison.ours(400, () -> RawHttp.request("GET", target));
                assertThat(answer.body()).as(target).containsAnyOf("escape sequence at", "hex byte", "Cannot resolve");
            }
        }
        byte[] broken = "--x\r\nnonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        for (String type : List.of("multipart/form-data; boundary=x", "multipart/form-data")) {
            for (byte[] form : List.of(broken, new byte[] {1})) {
                comparison.ours(400, () -> RawHttp.request("POST", "/jobs").body(type, form));
            }
        }
        for (String job : List.of(sealed, running)) {
            for (String limit : List.of("-1", "-2147483648", "-1&failureLabelFilter=a:b")) {
                comparison.ours(
                        400, () -> RawHttp.request("GET", "/jobs/" + job + "/exceptions?maxExceptions=" + limit));
            }
        }
        comparison.passed(107);
        assertThat(SERVICE.state(running)).isEqualTo("RUNNING");
    }

    /** Flink's own client sends nulls for what it does not know, and an empty object with a GET. */
    @Test
    void whatClientsSendThoughTheyNeedNot() {
        Comparison comparison = new Comparison();
        for (String target : List.of(
                "/overview",
                "/config",
                "/jobs",
                "/jobs/overview",
                "/v1/jobs/" + sealed,
                "/jobs/" + running,
                "/jobs/" + running + "/status",
                "/jobs/" + sealed + "/execution-result",
                "/jars",
                "/taskmanagers",
                "/jobmanager/logs",
                "/jobmanager/logs/flink.log",
                "/jobmanager/thread-dump")) {
            comparison.same(200, () -> RawHttp.request("GET", target).json("{}"));
        }
        comparison.same(
                202,
                () -> RawHttp.request("POST", "/jobs/" + running + "/savepoints")
                        .json(
                                "{\"target-directory\":null,\"cancel-job\":null,\"formatType\":null,\"triggerId\":null}"));
        comparison.same(202, () -> RawHttp.request("POST", "/jobs/" + running + "/savepoints"));
        comparison.same(200, () -> RawHttp.request("GET", "/overview/"));
        comparison.same(200, () -> RawHttp.request("GET", "/v1/jobs/"));
        comparison.same(200, () -> RawHttp.request("GET", "/jobs/" + running.toUpperCase(Locale.ROOT)));
        comparison.same(200, () -> RawHttp.request("GET", "/jobs/" + sealed.toUpperCase(Locale.ROOT)));
        comparison.passed(19);
    }

    @Test
    void methodsAndPathsThatAreNotThere() {
        Comparison comparison = new Comparison();
        for (String wrong : List.of(
                "PUT /jobs",
                "DELETE /jobs",
                "DELETE /jobs/" + sealed,
                "POST /jobs/" + sealed + "/cancel",
                "DELETE /jobs/" + sealed + "/stop",
                "GET /jobs/" + sealed + "/stop",
                "GET /jobs/" + sealed + "/cancel",
                "POST /jobs/" + sealed + "/cancel-with-savepoint",
                "POST /jobs/overview",
                "POST /overview",
                "PATCH /overview",
                "PUT /jars/upload",
                "GET /jars/upload",
                "GET /cluster",
                "POST /cluster",
                "POST /jobmanager/log",
                "DELETE /jobmanager/logs/flink.log",
                "OPTIONS /overview",
                "TRACE /overview",
                "NONSENSE /overview",
                "GET /nope",
                "POST /nope",
                "DELETE /nope",
                "GET /v1/nope",
                "POST /v1/nope",
                "GET /v99/overview",
                "GET /v2/jobs",
                "GET /v1/v1/overview",
                "GET /overviews",
                "GET /OVERVIEW",
                "GET /jobs/overview/nope",
                "GET /jobmanager/profiler",
                "GET /applications/overview")) {
            String[] parts = wrong.split(" ");
            comparison.same(404, () -> RawHttp.request(parts[0], parts[1]));
        }
        // As HTTP wants it; the engine answers 404.
        comparison.ours(200, () -> RawHttp.request("HEAD", "/overview"));
        comparison.passed(34);
    }

    @Test
    void targetsThatAreNoUris() {
        Comparison comparison = new Comparison();
        for (String query : List.of("{\"a\":1}", "<>", "\\^`|", "[1]", "\u00e4\u00f6", "%00", "x=%F0%9F", "a#b")) {
            comparison.same(200, () -> RawHttp.request("GET", "/overview?x=" + query));
            comparison.same(200, () -> RawHttp.request("GET", "/jobs/" + sealed + "?x=" + query));
        }
        for (String path : List.of("/jobs/{}", "/jobs/<>", "/jobs/%00", "/%00", "/{nope}", "/nope%2f..", "/%2e%2e/x")) {
            comparison.same(() -> RawHttp.request("GET", path));
        }
        // The engine answers 500, to what is a text like any other here.
        comparison.ours(200, () -> RawHttp.request("GET", "/overview?x=%zz"));
        comparison.ours(200, () -> RawHttp.request("GET", "/jobs/" + sealed + "?x=%"));
        comparison.ours(400, () -> RawHttp.request("GET", "/jobs/%zz"));
        comparison.ours(400, () -> RawHttp.request("GET", "/jobs/%"));
        comparison.passed(27);
    }

    /** The engine answers the first two not at all; here the limit of a whole request is the one for its parts too. */
    @Test
    void headOrTargetOrLengthOverTheLimit() {
        Comparison comparison = new Comparison();
        comparison.ours(413, () -> RawHttp.request("GET", "/overview").header("X-Long", "x".repeat(20_000)));
        comparison.ours(414, () -> RawHttp.request("GET", "/overview?x=" + "x".repeat(20_000)));
        comparison.same(400, () -> RawHttp.request("GET", "/jobs/" + "f".repeat(3000)));
        for (String target : List.of("/savepoint-disposal", "/jars/upload", "/jobs")) {
            comparison.ours(
                    413,
                    () -> RawHttp.request("POST", target)
                            .header("Content-Type", "multipart/form-data; boundary=x")
                            .header("Content-Length", Long.toString(10L << 30)));
        }
        comparison.passed(6);
    }

    @Test
    void logsElsewhere() {
        Comparison comparison = new Comparison();
        String taskManager = SERVICE.json(SERVICE.get("/taskmanagers"))
                .get("taskmanagers")
                .get(0)
                .get("id")
                .getStringValue();
        for (String root : List.of("/jobmanager/logs/", "/taskmanagers/" + taskManager + "/logs/")) {
            for (String name : List.of(
                    "nosuch.log",
                    "../conf/config.yaml",
                    "..%2fconf%2fconfig.yaml",
                    "..%2Fconf%2Fconfig.yaml",
                    "..%5cconf%5cconfig.yaml",
                    "%2e%2e%2fconf%2fconfig.yaml",
                    "%2fetc%2fpasswd",
                    "/etc/passwd",
                    "%2e%2e",
                    "%252e%252e%252f",
                    "..",
                    ".",
                    "flink.log%00",
                    "x".repeat(3000))) {
                Answer answer = comparison.notThere(() -> RawHttp.request("GET", root + name));
                assertThat(answer.body()).as(root + name).doesNotContain("rest.port", "root:");
            }
        }
        for (String id : List.of("nosuch", "..", "..%2f..", "x".repeat(3000))) {
            comparison.same(() -> RawHttp.request("GET", "/taskmanagers/" + id));
            comparison.same(() -> RawHttp.request("GET", "/taskmanagers/" + id + "/log"));
            comparison.same(() -> RawHttp.request("GET", "/taskmanagers/" + id + "/logs"));
            comparison.same(() -> RawHttp.request("GET", "/taskmanagers/" + id + "/thread-dump"));
        }
        comparison.passed(44);
    }

    @Test
    void uploadsThatAreNone() {
        Comparison comparison = new Comparison();
        byte[] jar = {'P', 'K'};
        comparison.same(400, () -> RawHttp.request("POST", "/jars/upload"));
        comparison.same(400, () -> RawHttp.request("POST", "/jars/upload").json("{}"));
        comparison.same(400, () -> RawHttp.request("POST", "/jars/upload").body("text/plain", jar));
        comparison.same(400, () -> RawHttp.request("POST", "/jars/upload").body("application/java-archive", jar));
        comparison.same(400, () -> upload("notes.txt", jar));
        comparison.same(400, () -> upload("jar", jar));
        // 500 there, and so are some of the next.
        comparison.ours(400, () -> upload("/", jar));
        comparison.ours(400, () -> RawHttp.request("POST", "/jars/upload").body("multipart/form-data", jar));
        comparison.ours(
                400, () -> RawHttp.request("POST", "/jars/upload").body("multipart/form-data; boundary=x", jar));
        comparison.ours(
                400,
                () -> RawHttp.request("POST", "/jars/upload")
                        .body("multipart/form-data; boundary=x", "--x--\r\n".getBytes(StandardCharsets.UTF_8)));
        comparison.ours(
                400,
                () -> RawHttp.request("POST", "/jars/upload")
                        .body(
                                "multipart/form-data; boundary=x",
                                "--x\r\nnonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        comparison.same(400, () -> multipart(part("a.jar", jar), part("b.jar", jar)));
        comparison.passed(12);
    }

    @Test
    void jarsThatAreNotThere(@TempDir Path elsewhere) throws IOException {
        Path canary = Files.createFile(SERVICE.dataDir().resolve("jars").resolveSibling("canary.jar"));
        Path outside = Files.createFile(elsewhere.resolve("canary.jar"));
        Comparison comparison = new Comparison();
        for (String id : List.of(
                "nosuch.jar",
                "../canary.jar",
                "..%2fcanary.jar",
                "..%2Fcanary.jar",
                "%2e%2e%2fcanary.jar",
                "..%5ccanary.jar",
                "canary.jar%00",
                "%00",
                "..",
                outside.toString().replace("/", "%2f"),
                outside.toString(),
                "x".repeat(3000) + ".jar")) {
            comparison.oneOf(UNKNOWN_JAR, () -> RawHttp.request("DELETE", "/jars/" + id));
            comparison.oneOf(UNKNOWN_JAR, () -> RawHttp.request("GET", "/jars/" + id + "/plan"));
            comparison.oneOf(UNKNOWN_JAR, () -> RawHttp.request("POST", "/jars/" + id + "/run"));
        }
        comparison.passed(36);
        assertThat(canary).exists();
        assertThat(outside).exists();
    }

    @Test
    void jarsThatDoNotRun() {
        String ours = id(upload("probe.jar", bytes()).send(SERVICE.url()));
        String theirs = id(upload("probe.jar", bytes()).send(SERVICE.engineUrl()));
        Comparison comparison = new Comparison();
        for (String query : List.of("?parallelism=abc", "?parallelism=-1", "?programArg=--kind,nope,--x")) {
            comparison.same(
                    () -> RawHttp.request("POST", "/jars/" + ours + "/run" + query + "&programArg=--kind,batch"),
                    () -> RawHttp.request("POST", "/jars/" + theirs + "/run" + query + "&programArg=--kind,batch"));
            comparison.same(
                    () -> RawHttp.request("GET", "/jars/" + ours + "/plan" + query),
                    () -> RawHttp.request("GET", "/jars/" + theirs + "/plan" + query));
        }
        // The engine takes all of them for false.
        for (String no : List.of("maybe", "2", "01", "yes")) {
            String run = "/jars/" + ours + "/run?programArg=--kind,batch&allowNonRestoredState=" + no;
            assertThat(comparison.ours(400, () -> RawHttp.request("POST", run)).body())
                    .contains("Cannot resolve query parameter (allowNonRestoredState) from value \\\"" + no + "\\\".");
        }
        for (String action : List.of("/run?programArg=--kind,batch&", "/plan?")) {
            comparison.ours(400, () -> RawHttp.request("POST", "/jars/" + ours + action + "entry-class=no.such.Class"));
            for (String json : List.of("null", "{\"entryClass\":\"no.such.Class\"}")) {
                comparison.ours(
                        400,
                        () -> RawHttp.request("POST", "/jars/" + ours + action).json(json));
            }
        }
        for (String json : List.of("{", "[]", "{\"parallelism\":\"x\"}", "{\"nope\":1}", "{\"jobId\":\"xyz\"}")) {
            for (String action : List.of("/run?programArg=--kind,batch", "/plan")) {
                comparison.same(
                        () -> RawHttp.request("POST", "/jars/" + ours + action).json(json),
                        () -> RawHttp.request("POST", "/jars/" + theirs + action)
                                .json(json));
            }
        }
        Answer missing = RawHttp.request("POST", "/jars/" + ours + "/run?entry-class=no.such.Class")
                .send(SERVICE.url());
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.body()).contains("no.such.Class");
        comparison.passed(26);
    }

    @Test
    void bodyOverTheLimit(@TempDir Path dataDir) {
        // No engine is needed: none of these gets that far.
        Map<String, Object> small = Map.of(
                "micronaut.server.max-request-size", 1000,
                "micronaut.server.multipart.max-file-size", 1000,
                "jobledger.flink.mode", "off");
        try (TestService service = TestService.start(dataDir, small)) {
            for (String target : List.of("/savepoint-disposal", "/jobs/" + UNKNOWN + "/savepoints")) {
                Answer answer =
                        RawHttp.request("POST", target).json(" ".repeat(1001)).send(service.url());
                assertThat(answer.status()).as(target).isEqualTo(413);
                Comparison.wrongShape(answer)
                        .ifPresent(wrong -> assertThat(wrong).as(target).isNull());
            }
            Answer upload = upload("big.jar", new byte[2000]).send(service.url());
            assertThat(upload.status()).as("upload").isEqualTo(413);
            assertThat(Comparison.wrongShape(upload)).isEmpty();
        }
    }

    private static String id(Answer uploaded) {
        assertThat(uploaded.status()).isEqualTo(200);
        String file = SERVICE.json(uploaded.body()).get("filename").getStringValue();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static byte[] bytes() {
        try {
            return Files.readAllBytes(TestJobs.jar());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RawHttp upload(String name, byte[] content) {
        return multipart(part(name, content));
    }

    private static byte[] part(String name, byte[] content) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(content);
        part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }

    private static RawHttp multipart(byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        body.writeBytes("--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return RawHttp.request("POST", "/jars/upload").body("multipart/form-data; boundary=x", body.toByteArray());
    }

    /** Requests that went both ways, and what was wrong with our answers. */
    private static final class Comparison {
        private final List<String> wrong = new ArrayList<>();
        private int compared;

        /** The service answers with the engine's status, and an error in its shape. */
        Answer same(Supplier<RawHttp> request) {
            return same(request, request);
        }

        Answer same(Supplier<RawHttp> ours, Supplier<RawHttp> theirs) {
            Answer expected = theirs.get().send(SERVICE.engineUrl());
            return check(expected.status(), ours, "the engine's " + shortened(expected.body()));
        }

        /** As {@link #same(Supplier)}, and the status is this one. */
        void same(int status, Supplier<RawHttp> request) {
            Answer expected = request.get().send(SERVICE.engineUrl());
            if (expected.status() != status) {
                wrong.add(request.get() + ": the engine answered " + expected.status());
            }
            same(request);
        }

        /** Where the engine takes a client's mistake for its own (500), or for none. */
        Answer ours(int status, Supplier<RawHttp> request) {
            return check(status, request, "whatever the engine says");
        }

        /** As {@link #same(Supplier)}, and 404 where the engine fails. */
        Answer notThere(Supplier<RawHttp> request) {
            Answer expected = request.get().send(SERVICE.engineUrl());
            int status = expected.status() == 500 ? 404 : expected.status();
            return check(status, request, "the engine's " + expected.status() + ' ' + shortened(expected.body()));
        }

        void oneOf(Set<Integer> statuses, Supplier<RawHttp> request) {
            int status = request.get().send(SERVICE.url()).status();
            check(statuses.contains(status) ? status : 400, request, "not one of " + statuses);
        }

        private Answer check(int status, Supplier<RawHttp> request, String reason) {
            Answer answer = request.get().send(SERVICE.url());
            if (answer.status() != status) {
                wrong.add(request.get() + ": " + answer.status() + " instead of " + status + ' '
                        + shortened(answer.body()) + " (" + reason + ')');
            } else if (status >= 300 && !request.get().toString().startsWith("HEAD")) {
                wrongShape(answer).ifPresent(why -> wrong.add(request.get() + ": " + why));
            }
            compared++;
            return answer;
        }

        static Optional<String> wrongShape(Answer answer) {
            if (answer.body().contains("io.jobledger") && !answer.body().contains("io.jobledger.jobs")
                    || answer.body().contains("io.micronaut")) {
                return Optional.of("our inside shows: " + answer.body());
            }
            try {
                JsonNode errors = MAPPER.readTree(answer.body()).path("errors");
                boolean good = errors.size() > 0;
                for (JsonNode error : errors) {
                    good &= error.isTextual() && !error.asText().isBlank();
                }
                String type = answer.headers().getOrDefault("content-type", "");
                return good && type.startsWith("application/json")
                        ? Optional.empty()
                        : Optional.of("not in the error shape: " + type + ' ' + answer.body());
            } catch (JsonProcessingException e) {
                return Optional.of("not JSON: " + answer.body());
            }
        }

        void passed(int count) {
            assertThat(wrong).as("wrong answers").isEmpty();
            assertThat(compared).as("answers compared").isEqualTo(count);
        }

        private static String shortened(String text) {
            return text.length() <= 200 ? text : text.substring(0, 200) + '…';
        }
    }
}
