package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.ledger.operations.NewOperation;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.testing.TestService;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Operations as a service leaves them that dies before the engine's answer is noted: they end as failed, or with the
 * savepoint if there is one that can be no other's.
 */
@ResourceLock("flink")
class CutOffSavepointsTest {
    private static final TestService SERVICE = TestService.shared();

    /** What a savepoint's metadata begins with. */
    private static final byte[] MAGIC_NUMBER = {0x49, 0x60, 0x67, 0x2d};

    @TempDir
    Path directory;

    private final OperationLog log = SERVICE.bean(OperationLog.class);
    private final EngineCluster cluster = SERVICE.cluster("flink");

    /** Before the engine's present life: whatever was asked of the one before it is over. */
    private final long asked = SERVICE.engine()
                    .ready(Duration.ofSeconds(60))
                    .toCompletableFuture()
                    .join()
                    .startedAt()
                    .toEpochMilli()
            - 60_000;

    @Test
    void theSavepointThatTheEngineMadeIsFound() {
        String job = SERVICE.run("stream");
        Rest rest = new Rest(SERVICE.url());
        SERVICE.awaitTasks(job);
        Rest engine = new Rest(SERVICE.engineUrl());
        // To the default directory and to another; one whose id was noted, and that the engine does not know.
        Operation untold =
                begin(job, OperationKind.SAVEPOINT, null, "{\"cancel-job\":false}", System.currentTimeMillis());
        String made = engine.get("/jobs/" + job + "/savepoints/" + engine.savepoint(job))
                .json()
                .at("/operation/location")
                .asText();
        assertThat(awaitEnd(untold)).isEqualTo(OperationStatus.COMPLETED);
        assertThat(noted(untold).result())
                .isEqualTo("{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"" + made + "\"}}");

        String trigger = UUID.randomUUID().toString().replace("-", "");
        long now = System.currentTimeMillis();
        String request = "{\"targetDirectory\":\"" + directory + "\"}";
        String stop = engine.send("POST", "/jobs/" + job + "/stop", request)
                .json()
                .path("request-id")
                .asText();
        engine.awaitState(job, "FINISHED");
        String stopped = engine.get("/jobs/" + job + "/savepoints/" + stop)
                .json()
                .at("/operation/location")
                .asText();
        begin(job, OperationKind.STOP, trigger, request, now);
        Waiting.until(
                "the stop is found",
                () -> rest.get("/jobs/" + job + "/savepoints/" + trigger).status() == 200);
        assertThat(rest.get("/jobs/" + job + "/savepoints/" + trigger).body())
                .isEqualTo("{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"" + stopped + "\"}}");
    }

    @Test
    void noOtherSavepointIsTakenForIt() throws IOException {
        List<Operation> failing = new ArrayList<>();
        String none = job();
        failing.add(begin(none, OperationKind.SAVEPOINT, null));

        String before = job();
        savepoint(before, "1", MAGIC_NUMBER, asked - 1);
        failing.add(begin(before, OperationKind.SAVEPOINT, null));

        String incomplete = job();
        Files.createFile(Files.createDirectory(path(incomplete, "1")).resolve("._metadata.inprogress.1"));
        Files.createDirectories(path(incomplete, "2").resolve("_metadata"));
        savepoint(incomplete, "3", new byte[0], asked + 1);
        savepoint(incomplete, "4", new byte[] {1, 2, 3, 4, 5}, asked + 1);
        failing.add(begin(incomplete, OperationKind.STOP, null));

        String two = job();
        savepoint(two, "1", MAGIC_NUMBER, asked + 1);
        savepoint(two, "2", MAGIC_NUMBER, asked + 2);
        failing.add(begin(two, OperationKind.SAVEPOINT, null));

        String ofAnother = job();
        savepoint(ofAnother, "1", MAGIC_NUMBER, asked + 1);
        Operation another = begin(ofAnother, OperationKind.SAVEPOINT, "ofAnother");
        log.finish(
                another.id(),
                OperationStatus.COMPLETED,
                200,
                "{\"operation\":{\"location\":\"file:" + path(ofAnother, "1") + "\"}}",
                asked + 5);
        failing.add(begin(ofAnother, OperationKind.SAVEPOINT, null));

        String contested = job();
        savepoint(contested, "1", MAGIC_NUMBER, asked + 1);
        failing.add(begin(contested, OperationKind.SAVEPOINT, null));
        failing.add(begin(contested, OperationKind.STOP, null));

        String elsewhere = job();
        Files.createDirectory(directory.resolve("below"));
        savepoint(elsewhere, "1", MAGIC_NUMBER, asked + 1);
        failing.add(
                begin(elsewhere, OperationKind.STOP, null, "{\"targetDirectory\":\"" + directory + "/below\"}", asked));
        failing.add(
                begin(elsewhere, OperationKind.STOP, null, "{\"targetDirectory\":\"hdfs:" + directory + "\"}", asked));
        failing.add(begin(elsewhere, OperationKind.STOP, null, "{\"targetDirectory\":\"\\u0000\"}", asked));
        failing.add(begin(elsewhere, OperationKind.STOP, null, "{\"targetDirectory\":", asked));
        failing.add(begin(elsewhere, OperationKind.CHECKPOINT, null));

        String found = job();
        savepoint(found, "1", MAGIC_NUMBER, asked - 1);
        savepoint(found, "2", MAGIC_NUMBER, asked + 1);
        Operation whole = begin(found, OperationKind.STOP, null);

        for (Operation operation : failing) {
            assertThat(awaitEnd(operation)).as("%s", operation).isEqualTo(OperationStatus.FAILED);
            assertThat(noted(operation).result()).contains("The outcome of this operation is not known");
        }
        assertThat(awaitEnd(whole)).isEqualTo(OperationStatus.COMPLETED);
        assertThat(noted(whole).result()).contains("\"location\":\"file:" + path(found, "2") + "\"");
    }

    /** Nothing is made of them that could be found, and nobody polls them. */
    @Test
    void whatHasNoOutcomeToPollEndsToo() {
        String job = job();
        for (OperationKind kind : List.of(OperationKind.CANCEL, OperationKind.RUN, OperationKind.SUBMIT)) {
            Operation operation = begin(job, kind, null);
            assertThat(awaitEnd(operation)).as("%s", kind).isEqualTo(OperationStatus.FAILED);
            assertThat(noted(operation).resultStatus()).isNull();
            assertThat(noted(operation).result())
                    .startsWith("{\"errors\":[\"The outcome of this operation is not known");
        }
    }

    private static String job() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private Operation begin(String job, OperationKind kind, @Nullable String triggerId) {
        String field = kind == OperationKind.STOP ? "targetDirectory" : "target-directory";
        return begin(job, kind, triggerId, "{\"" + field + "\":\"file://" + directory + "/\"}", asked);
    }

    private Operation begin(String job, OperationKind kind, @Nullable String triggerId, String body, long at) {
        return log.begin(new NewOperation(
                EmbeddedFlink.NAME, cluster.name(), job, kind, triggerId, at, "127.0.0.1", "POST /jobs\n" + body));
    }

    private Path path(String job, String name) {
        return directory.resolve("savepoint-" + job.substring(0, 6) + '-' + name);
    }

    private void savepoint(String job, String name, byte[] metadata, long madeAt) throws IOException {
        Path file = Files.createDirectory(path(job, name)).resolve("_metadata");
        Files.write(file, metadata);
        Files.setLastModifiedTime(file, FileTime.fromMillis(madeAt));
    }

    private Operation noted(Operation operation) {
        return log.find(cluster.job(operation.jobId()), operation.id()).orElseThrow();
    }

    private OperationStatus awaitEnd(Operation operation) {
        Waiting.until("the end of " + operation, () -> noted(operation).completedAt() != null);
        return noted(operation).status();
    }
}
