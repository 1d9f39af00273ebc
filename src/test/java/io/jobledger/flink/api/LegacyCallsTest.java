package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.testing.TestService;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The calls of the 1.4 era, which no engine of today knows, with their bodies to the letter. */
@ResourceLock("flink")
class LegacyCallsTest {
    private static final TestService SERVICE = TestService.shared();
    private static final String UNKNOWN = "f".repeat(32);

    @TempDir
    Path directory;

    @Test
    void cancelledWithASavepoint() {
        String here = running("stream");
        String there = running("stream");

        Accepted atHome = accepted(here, "/");
        // Slashes encoded, and a character that only decoding makes what it was.
        Accepted elsewhere = accepted(
                there,
                "/target-directory/"
                        + directory.resolve("a b+c").toUri().getRawPath().replace("/", "%2F"));

        assertThat(success(atHome))
                .startsWith("file:" + SERVICE.dataDir().resolve("flink/savepoints/savepoint-" + here.substring(0, 6)));
        assertThat(success(elsewhere))
                .startsWith("file:" + directory.resolve("a b+c/savepoint-" + there.substring(0, 6)));
        SERVICE.awaitState(here, "CANCELED");
        SERVICE.awaitState(there, "CANCELED");
        Operation noted = noted(there).get(0);
        assertThat(noted.id()).isEqualTo(elsewhere.id());
        assertThat(noted.request())
                .isEqualTo("GET " + elsewhere.target().replace("+", "%2B")
                        + "\n{\"cancel-job\":true,\"target-directory\":\"" + directory.resolve("a b+c") + "\"}");

        // The id is one of a job: of no other, and for good.
        SERVICE.awaitSealed(here);
        assertThat(success(atHome)).isNotEmpty();
        refused(404, "/jobs/" + there + "/cancel-with-savepoint/in-progress/" + atHome.id());
    }

    @Test
    void slashesNeedNotBeEncoded() {
        String job = running("stream");

        Accepted accepted = accepted(job, "/target-directory" + directory + "/deeper/");

        assertThat(success(accepted)).startsWith("file:" + directory + "/deeper/savepoint-");
    }

    @Test
    void everyWayToWriteADirectory() {
        TargetDirectory directory = new TargetDirectory();
        String before = "/v1/jobs/1/cancel-with-savepoint/target-directory/";
        Map.of(
                        "%2Ftmp%2Fa", "%2Ftmp%2Fa",
                        "%2Ftmp%2Fa/", "%2Ftmp%2Fa",
                        "tmp/a", "%2Ftmp%2Fa",
                        "/tmp/a?x=/y", "%2Ftmp%2Fa?x=/y",
                        "file:/tmp/a", "file:%2Ftmp%2Fa",
                        "hdfs://n:1/a", "hdfs:%2F%2Fn:1%2Fa",
                        "a", "a",
                        "%2Fa+b&c;(d)!", "%2Fa%2Bb%26c%3B%28d%29%21",
                        "", "",
                        "/", "%2F")
                .forEach((given, routed) ->
                        assertThat(directory.rewrite(before + given)).as(given).isEqualTo(before + routed));
        assertThat(directory.rewrite("/jobs?x=/cancel-with-savepoint/target-directory/a/b"))
                .isEqualTo("/jobs?x=/cancel-with-savepoint/target-directory/a/b");
    }

    /** A GET may be repeated by whatever lies between client and server. */
    @Test
    void askedAgainItIsTheOneInProgress() {
        String job = running("stuck");

        Accepted first = accepted(job, "");

        assertThat(accepted(job, "/target-directory/%2Ftmp").id()).isEqualTo(first.id());
        assertThat(noted(job)).hasSize(1);
        HttpResponse<String> progress = SERVICE.get(first.location());
        assertThat(progress.statusCode()).isEqualTo(202);
        assertThat(progress.body()).isEqualTo("{\"status\":\"in-progress\",\"request-id\":" + first.id() + "}");

        // Its savepoint fails with it.
        HttpResponse<String> cancelled = SERVICE.send("DELETE", "/jobs/" + job + "/cancel", null);
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(cancelled.body()).isEqualTo("{}");
        SERVICE.awaitState(job, "CANCELED");
        failure(first);

        // Over: whoever asks now asks anew, of a job that has ended.
        Accepted second = accepted(job, "");
        assertThat(second.id()).isNotEqualTo(first.id());
        failure(second);
    }

    @Test
    void whatIsNotThere() {
        refused(404, "/jobs/" + UNKNOWN + "/cancel-with-savepoint");
        refused(404, "/jobs/" + UNKNOWN + "/cancel-with-savepoint/target-directory/%2Ftmp");
        refused(404, "/jobs/" + UNKNOWN + "/cancel-with-savepoint/in-progress/1");
        refused(404, "/jobs/" + UNKNOWN + "/vertices");
        refused(400, "/jobs/nope/cancel-with-savepoint");
        refused(400, "/jobs/nope/cancel-with-savepoint/in-progress/1");
        refused(400, "/jobs/nope/vertices");
        refused(400, "/jobs/" + UNKNOWN + "/cancel-with-savepoint/in-progress/one");
        refused(400, "/jobs/" + UNKNOWN + "/cancel-with-savepoint/in-progress/99999999999999999999");
        refused(404, "/jobs/" + UNKNOWN + "/cancel-with-savepoint/in-progress/-1");
        refused(404, "/jobs/" + UNKNOWN + "/cancel-with-savepoint/target-directory/");
        assertThat(SERVICE.send("DELETE", "/jobs/" + UNKNOWN + "/cancel", null).statusCode())
                .isEqualTo(404);
        assertThat(noted(UNKNOWN))
                .allSatisfy(operation -> assertThat(operation.resultStatus()).isEqualTo(404));
    }

    @Test
    void verticesAreTheJob() {
        String job = SERVICE.run("batch");
        SERVICE.awaitState(job, "FINISHED");
        assertThat(SERVICE.json(SERVICE.get("/jobs/" + job + "/vertices"))
                        .get("jid")
                        .getStringValue())
                .isEqualTo(job);
        SERVICE.awaitSealed(job);
        HttpResponse<String> whole = SERVICE.get("/jobs/" + job);
        for (String path : List.of("/jobs/" + job + "/vertices", "/v1/jobs/" + job + "/vertices/")) {
            HttpResponse<String> answer = SERVICE.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(whole.body());
        }
    }

    /**
     * @param target that it was asked at
     * @param location where it is told how it goes
     */
    private record Accepted(String target, long id, String location) {}

    private static String running(String kind) {
        String job = SERVICE.run(kind);
        SERVICE.awaitTasks(job);
        return job;
    }

    private static Accepted accepted(String job, String below) {
        String target = "/jobs/" + job + "/cancel-with-savepoint" + below;
        HttpResponse<String> answer = SERVICE.get(target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        long id = SERVICE.json(answer).get("request-id").getLongValue();
        String location = "/jobs/" + job + "/cancel-with-savepoint/in-progress/" + id;
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"accepted\",\"request-id\":" + id + ",\"location\":\"" + location + "\"}");
        assertThat(answer.headers().firstValue("Location")).contains(location);
        return new Accepted(target, id, location);
    }

    private static String success(Accepted accepted) {
        HttpResponse<String> answer = awaitEnd(accepted);
        String path = SERVICE.json(answer).get("savepoint-path").getStringValue();
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"success\",\"request-id\":" + accepted.id() + ",\"savepoint-path\":\"" + path
                        + "\"}");
        assertThat(Path.of(path.replaceFirst("^file:", ""), "_metadata")).exists();
        return path;
    }

    private static void failure(Accepted accepted) {
        HttpResponse<String> answer = awaitEnd(accepted);
        String cause = SERVICE.json(answer).get("cause").getStringValue();
        assertThat(answer.body())
                .startsWith("{\"status\":\"failed\",\"request-id\":" + accepted.id() + ",\"cause\":\"");
        assertThat(cause).contains("Exception").doesNotContain("\n");
    }

    private static HttpResponse<String> awaitEnd(Accepted accepted) {
        return Awaitility.await("end of " + accepted)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> SERVICE.get(accepted.location()), answer -> answer.statusCode() == 200);
    }

    private static List<Operation> noted(String job) {
        return SERVICE.bean(OperationLog.class).ofJob(SERVICE.cluster("flink").job(job)).stream()
                .filter(operation -> operation.kind() != OperationKind.RUN)
                .toList();
    }

    private static void refused(int status, String target) {
        HttpResponse<String> answer = SERVICE.get(target);
        assertThat(answer.statusCode()).as(target + ": " + answer.body()).isEqualTo(status);
        assertThat(answer.body()).as(target).startsWith("{\"errors\":[\"");
    }
}
