package io.jobledger.flink.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.http.ApiException;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** No spelling of a target leads into the service's own folders. */
class SavepointTargetsTest {

    @Test
    void theDataDirTakesNoSavepointsOutsideOfItsFolderForThem(@TempDir Path root) throws IOException {
        Path data = Files.createDirectories(root.resolve("data"));
        Path savepoints = Files.createDirectories(data.resolve("flink/savepoints"));
        Path engine = data.resolve("flink");
        Files.createDirectories(data.resolve("jars"));
        Path outside = Files.createDirectories(root.resolve("outside"));
        Files.createSymbolicLink(outside.resolve("link"), data.resolve("jars"));
        Files.createSymbolicLink(outside.resolve("dangling"), data.resolve("not-yet"));
        Files.createSymbolicLink(outside.resolve("chain"), outside.resolve("dangling"));
        Files.createSymbolicLink(savepoints.resolve("link"), data.resolve("jars"));
        SavepointTargets targets = new SavepointTargets(data, savepoints, engine);
        for (String refused : List.of(
                data.toString(),
                data + "/",
                data + "/jars/incoming",
                data + "/new/er",
                data + "/savepoints2",
                data + "/savepoints/../jars",
                "file:" + data + "/jars",
                "file://" + data + "/jars",
                "FILE:///" + data + "/jars",
                "file://anyone" + data + "/jars",
                "//anyone" + data + "/jars",
                " " + data + "/jars ",
                data.toString().replace('/', '\\') + "\\jars",
                data.toString().replace("/", "//"),
                outside + "/../data/jars",
                outside + "/absent/../../data/jars",
                outside + "/link",
                outside + "/link/below",
                outside + "/link/../jars",
                outside + "/dangling",
                outside + "/chain/below",
                savepoints + "/../../jars",
                savepoints + "/link/below",
                "../jars/incoming",
                "anything",
                ".",
                "savepoints/../tmp",
                "../../outside",
                "../../../../../../../../etc/passwd",
                "..\\..\\outside",
                " ../../outside ",
                "./savepoints/../../../outside",
                "file:../../outside",
                "file:jars",
                "../savepoints/below",
                "..")) {
            assertThatThrownBy(() -> targets.check(refused))
                    .as(refused)
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            error -> assertThat(error.status().getCode()).isEqualTo(400));
        }
        for (String taken : List.of(
                savepoints.toString(),
                savepoints + "/below/../other",
                data.resolve("savepoints").toUri().toString(),
                data + "/savepoints/below",
                "savepoints/below",
                data + "2/jars",
                root.toString(),
                outside + "/absent",
                outside + "/link/../../outside",
                "hdfs:" + data + "/jars",
                "s3://bucket" + data,
                "\u0000")) {
            assertThatCode(() -> targets.check(taken)).as(taken).doesNotThrowAnyException();
        }
        assertThatCode(() -> targets.check(null)).doesNotThrowAnyException();
        // Nobody knows where a remote engine runs.
        for (String taken : List.of("anything", "../../outside", "file:anything")) {
            assertThatCode(() -> new SavepointTargets(data, savepoints, null).check(taken))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @ResourceLock("flink")
    void everyCallThatNamesATargetIsRefusedBeforeTheEngineHearsOfIt() {
        TestService service = TestService.shared();
        String job = service.run("stream");
        service.awaitState(job, "RUNNING");
        String target = service.dataDir().resolve("jars/incoming").toString();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String field : List.of("target-directory", "targetDirectory")) {
            String body = "{\"" + field + "\":\"" + target + "\"}";
            answers.add(service.send("POST", "/jobs/" + job + "/savepoints", body));
            answers.add(service.send("POST", "/v1/jobs/" + job.toUpperCase(Locale.ROOT) + "/stop", body));
        }
        for (String leaving : List.of("../../../etc/passwd", "savepoints/../../../outside")) {
            String body = "{\"target-directory\":\"" + leaving + "\"}";
            answers.add(service.send("POST", "/jobs/" + job + "/savepoints", body));
        }
        answers.add(service.get("/jobs/" + job + "/cancel-with-savepoint/target-directory" + target));
        answers.add(service.get("/jobs/" + job + "/cancel-with-savepoint/target-directory/%2e%2e%2fjars"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("The target directory");
        });
        assertThat(service.state(job)).isEqualTo("RUNNING");
        assertThat(service.get("/history/operations?limit=200").body()).doesNotContain(target);
        service.send("PATCH", "/jobs/" + job + "?mode=cancel", null);
    }
}
