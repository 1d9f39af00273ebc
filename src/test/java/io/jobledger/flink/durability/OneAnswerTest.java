package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.flink.durability.Rest.Answer;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One answer, whoever gives it. The JobManager is asked for every document of three finished jobs; then the service must
 * answer the same while the engine still knows them, after it has forgotten them, after it was killed, and after the
 * service itself restarted.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(10)
class OneAnswerTest {
    private static final Map<String, Object> SETTINGS = Map.of(
            "jobledger.flink.slots", 8,
            "jobledger.flink.config.jobstore.expiration-time", "30",
            // So that the JobManager's first answer about a finished job is its last one.
            "jobledger.flink.config.web.refresh-interval", "100",
            "jobledger.flink.config.rest.cache.checkpoint-statistics.timeout", "100 ms");

    @TempDir
    static Path dataDir;

    private static TestService service;
    private static final List<JobAnswers> TRUTH = new ArrayList<>();
    private static final Map<String, JsonNode> LISTED = new HashMap<>();

    @BeforeAll
    static void runThreeJobsAndAskTheJobManager() {
        service = TestService.start(dataDir, SETTINGS);
        String stream = service.run("stream");
        String failed = service.run("fail");
        String batch = service.run("batch");
        Rest engine = new Rest(service.engineUrl());
        engine.awaitCheckpoints(stream, 25);
        ours().savepoint(stream);
        ours().send("PATCH", "/jobs/" + stream + "?mode=cancel", null);
        engine.awaitState(stream, "CANCELED");
        engine.awaitState(failed, "FAILED");
        engine.awaitState(batch, "FINISHED");
        for (String job : List.of(batch, stream, failed)) {
            TRUTH.add(settled(engine, job));
        }
        engine.get("/jobs/overview")
                .json()
                .path("jobs")
                .forEach(job -> LISTED.put(job.path("jid").asText(), job));
    }

    /** The last checkpoint of a cancelled job is discarded only after its end: asked until nothing changes any more. */
    private static JobAnswers settled(Rest engine, String job) {
        JobAnswers[] answers = {JobAnswers.of(engine, job)};
        Waiting.until("the answers about " + job + " have settled", () -> {
            boolean same = answers[0].differences(engine).isEmpty();
            answers[0] = same ? answers[0] : JobAnswers.of(engine, job);
            return same;
        });
        return answers[0];
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Rest ours() {
        return new Rest(service.url());
    }

    @Test
    @Order(1)
    void allDocumentsOfTheArchivesAreCompared() throws IOException {
        for (JobAnswers job : TRUTH) {
            String archive = Files.readString(dataDir.resolve("flink/archive").resolve(job.jobId()));
            for (JsonNode document : Rest.parse(archive).path("archive")) {
                String path = document.path("path").asText();
                if (!path.equals("/jobs/overview")) {
                    assertThat(job.byTarget()).containsKey(path);
                }
            }
        }
        long documents = TRUTH.stream()
                .flatMap(job -> job.byTarget().values().stream())
                .filter(answer -> answer.status() == 200)
                .count();
        long errors = TRUTH.stream().mapToLong(job -> job.byTarget().size()).sum() - documents;

        assertThat(documents).isGreaterThan(200);
        assertThat(errors).isGreaterThan(40);
    }

    @Test
    @Order(2)
    void whileTheEngineKnowsTheJobs() {
        TRUTH.forEach(job -> service.awaitSealed(job.jobId()));
        assertThat(new Rest(service.engineUrl()).get("/jobs/overview").json().path("jobs"))
                .as("jobs that the engine still knows")
                .hasSize(3);
        assertSameAnswers();
    }

    @Test
    @Order(3)
    void afterTheEngineForgotThem() {
        Rest engine = new Rest(service.engineUrl());
        Waiting.until(
                "the engine knows no job",
                () -> engine.get("/jobs/overview").json().path("jobs").isEmpty());
        assertSameAnswers();
        assertTransientShapes();
    }

    @Test
    @Order(4)
    void afterTheEngineWasKilledAndCameBack() {
        long pid = service.engine().session().orElseThrow().pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Waiting.until("the engine is gone", () -> service.engine().session().isEmpty());
        assertSameAnswers();
        Waiting.until("the engine is back", () -> service.engine().session().isPresent());
        assertSameAnswers();
    }

    @Test
    @Order(5)
    void afterTheServiceRestarted() {
        service.close();
        service = TestService.start(dataDir, SETTINGS);
        assertSameAnswers();
        service.engineUrl();
        assertSameAnswers();
        assertTransientShapes();
    }

    private static void assertSameAnswers() {
        List<String> differences = new ArrayList<>();
        TRUTH.forEach(job -> differences.addAll(job.differences(ours())));
        Map<String, JsonNode> listed = new HashMap<>();
        ours().get("/jobs/overview")
                .json()
                .path("jobs")
                .forEach(job -> listed.put(job.path("jid").asText(), job));
        assertThat(differences).isEmpty();
        assertThat(listed).isEqualTo(LISTED);
        JsonNode overview = ours().get("/overview").json();
        for (String count : List.of("jobs-finished", "jobs-cancelled", "jobs-failed")) {
            assertThat(overview.path(count).asInt()).as(count).isEqualTo(1);
        }
    }

    /** What lives only as long as a job runs: empty, and of the shape that the contract promises. */
    private static void assertTransientShapes() {
        for (JobAnswers job : TRUTH) {
            List<String> targets = new ArrayList<>();
            String root = "/jobs/" + job.jobId();
            targets.addAll(List.of(
                    root + "/metrics",
                    root + "/resource-requirements",
                    root + "/jobmanager/log-url",
                    root + "/taskmanagers/none/log-url"));
            job.byTarget().get(root).json().path("vertices").forEach(vertex -> {
                String path = root + "/vertices/" + vertex.path("id").asText();
                targets.addAll(List.of(
                        path + "/metrics",
                        path + "/watermarks",
                        path + "/backpressure",
                        path + "/flamegraph",
                        path + "/jm-operator-metrics",
                        path + "/subtasks/metrics",
                        path + "/subtasks/0/metrics"));
            });
            Map<String, Answer> answers = ours().getAll(targets);
            answers.forEach((target, answer) -> {
                assertThat(answer.status()).as("%s: %s", target, answer).isEqualTo(200);
                assertThat(FlinkContract.get()
                                .validate(
                                        FlinkContract.get()
                                                .operation("GET", target)
                                                .orElseThrow(),
                                        target,
                                        200,
                                        "application/json",
                                        answer.body())
                                .getMessages())
                        .as("%s: %s", target, answer)
                        .isEmpty();
            });
        }
    }
}
