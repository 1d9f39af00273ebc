package io.jobledger.flink.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.archive.RealArchives;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.recorded.DerivedDocuments;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that vanish from the listings of a cluster, and show up again. */
class LostRunTest {
    /** A streaming job with checkpoints. */
    private static final String JOB = "748d05625f3fff7744595adeac301b04";

    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path dataDir;

    private StubFlink flink;
    private TestService service;

    @BeforeEach
    void start() throws IOException {
        flink = new StubFlink();
        flink.runs(JOB, START);
        start(Map.of());
    }

    private void start(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("jobledger.flink.mode", "remote");
        settings.put("jobledger.flink.url", flink.url().toString());
        settings.put("jobledger.flink.cluster", "stub");
        service = TestService.start(dataDir, settings);
    }

    @AfterEach
    void stop() {
        service.close();
        flink.close();
    }

    @Test
    void aRunMissingFromThreeListingsIsLostAndReopenedWhenItShowsUpAgain() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        flink.breakListings(true);
        await("five listings failed", () -> flink.refusals() >= 5);
        assertThat(newest().closure()).as("failed listings say nothing").isEqualTo(Closure.OPEN);

        flink.forget(JOB);
        int before = flink.listings();
        flink.breakListings(false);
        await("the job is lost", () -> newest().closure() == Closure.LOST);
        assertThat(flink.listings() - before).as("listings without the job").isGreaterThanOrEqualTo(3);
        assertThatItIsSuspended();

        flink.runs(JOB, START);
        await("the job is open again", () -> newest().closure() == Closure.OPEN);
        assertThat(newest().run()).isEqualTo(1);
        assertThat(newest().endTime()).isNull();
        await("the engine is asked", () -> service.state(JOB).equals("RUNNING"));
        assertThat(listedState()).isEqualTo("RUNNING");
    }

    @Test
    void aNewLifeOfALostJobIsNotAnsweredWithTheOldOne() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        flink.forget(JOB);
        await("the job is lost", () -> newest().closure() == Closure.LOST);
        assertThatItIsSuspended();

        flink.runs(JOB, START + 60_000);
        await("its new life is recorded", () -> newest().run() == 2);
        flink.forget(JOB);
        await("the listing lacks it", () -> !service.flink().jobs().known(JOB));
        assertThat(job().path("start-time").asLong()).isEqualTo(START + 60_000);
        assertThat(get("/vertices/" + vertex() + "/subtasks/0").statusCode()).isEqualTo(200);
    }

    @Test
    void ofAJobThatWasOnlyListedThereIsWhatTheListingSaid() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        flink.listsOnly(JOB, START + 60_000);
        await("its new life is recorded", () -> newest().run() == 2);
        flink.forget(JOB);
        await("the job is lost", () -> newest().closure() == Closure.LOST);
        assertThat(job().path("start-time").asLong()).isEqualTo(START + 60_000);
        assertThat(job().path("state").asText()).isEqualTo("SUSPENDED");
        assertThat(job().path("name").asText()).isEqualTo(newest().name());
        assertThat(job().path("vertices")).isEmpty();
        assertThat(listedState()).isEqualTo("SUSPENDED");
    }

    @Test
    void aJobThatIsLostWhileTheEngineIsAskedIsAnsweredFromTheLedger() throws Exception {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        CountDownLatch latch = new CountDownLatch(1);
        flink.hold(latch);
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> get("?" + StubFlink.HELD));
        await("the engine is asked", () -> flink.held() > 0);
        flink.forget(JOB);
        await("the job is lost", () -> newest().closure() == Closure.LOST);
        await("the listing lacks it", () -> !service.flink().jobs().known(JOB));
        latch.countDown();
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(FlinkCorpus.parse(answer.get().body()).path("state").asText())
                .isEqualTo("SUSPENDED");
    }

    @Test
    void aJobThatEndedIsSealedWithoutAnArchive() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        flink.forget(JOB);
        flink.ended(JOB);
        Map<String, Document> documents = flink.documents(JOB);
        await("the job is sealed", () -> newest().closure() == Closure.SEALED);
        flink.forget(JOB);
        await("the listing lacks it", () -> !service.flink().jobs().known(JOB));
        documents.forEach((path, document) -> {
            // Asked for without the serialised values, it has none; they are in the view that has.
            String target = path.equals("/accumulators") ? path + "?includeSerializedValue=true" : path;
            HttpResponse<String> answer = get(target);
            assertThat(answer.statusCode()).as(target).isEqualTo(200);
            assertThat(FlinkCorpus.parse(answer.body()))
                    .as(target)
                    .isEqualTo(FlinkCorpus.parse(new String(document.body(), StandardCharsets.UTF_8)));
        });
        assertThat(documents).hasSize(105);
    }

    @Test
    void aDocumentThatBecameTooLargeStaysAsItWasRecorded() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        JsonNode recorded = FlinkCorpus.parse(get("/jobmanager/config").body());
        flink.tooLarge("/jobmanager/config");
        flink.endedAt(JOB, START);
        await("the job is sealed", () -> newest().closure() == Closure.SEALED);
        assertThat(newest().run()).isEqualTo(1);
        flink.forget(JOB);
        await("the listing lacks it", () -> !service.flink().jobs().known(JOB));

        HttpResponse<String> answer = get("/jobmanager/config");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(FlinkCorpus.parse(answer.body())).isEqualTo(recorded);
    }

    @Test
    void anEngineThatKnowsATooLargeDocumentHasNotForgottenTheJob() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        flink.tooLarge("/execution-result");
        flink.endedAt(JOB, START);
        await("the job is sealed", () -> newest().closure() == Closure.SEALED);
        assertThat(service.state(JOB)).isEqualTo("FINISHED");
    }

    @Test
    void recordedDocumentsStayIfTheirArchiveIsOverTheLimit() throws IOException {
        service.close();
        Path archives = Files.createDirectory(dataDir.resolve("archives"));
        start(Map.of("jobledger.flink.archive-dir", archives, "jobledger.flink.archive-limit", 20_000));
        flink.ended(JOB);
        long start = flink.startTime(JOB);
        flink.runs(JOB, start);
        await("the job is recorded", () -> newest().startTime() == start);
        List<Document> recorded = recorded();
        assertThat(recorded).hasSizeGreaterThan(10);

        Files.writeString(archives.resolve(JOB), RealArchives.text(JOB));
        flink.forget(JOB);
        await("the job is sealed", () -> newest().closure() == Closure.SEALED);

        List<String> paths = recorded().stream().map(Document::path).toList();
        assertThat(paths).containsAll(recorded.stream().map(Document::path).toList());
        assertThat(service.bean(Ledger.class).documents(newest().id()))
                .as("those that were never recorded are cut")
                .anyMatch(document -> document.status() == 404
                        && new String(document.body(), StandardCharsets.UTF_8).contains("archive-limit"));
    }

    private List<Document> recorded() {
        return service.bean(Ledger.class).documents(newest().id()).stream()
                .filter(document -> document.status() == 200)
                .toList();
    }

    @Test
    void theErrorsOfAnEngineThatForgetsAreNotRecorded() {
        await("the job is recorded", () -> newest().closure() == Closure.OPEN);
        flink.ended(JOB);
        List<String> families = DerivedDocuments.families(
                RealArchives.JSON.read(flink.documents(JOB).get("").body()));
        long started = FlinkCorpus.parse(new String(flink.documents(JOB).get("").body(), StandardCharsets.UTF_8))
                .path("start-time")
                .asLong();
        await(
                "its end is recorded",
                () -> newest().startTime() == started && newest().state().equals("FINISHED"));
        flink.beginToForget(JOB);
        int before = flink.listings();
        await("the time to seal it has passed", () -> flink.listings() > before + 6);
        assertThat(newest().closure()).isEqualTo(Closure.OPEN);
        flink.forget(JOB);
        await("it is sealed from what was known", () -> newest().closure() == Closure.SEALED);
        for (String path : families) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    private void assertThatItIsSuspended() {
        JsonNode job = job();
        assertThat(job.path("state").asText()).isEqualTo("SUSPENDED");
        assertThat(job.path("end-time").asLong()).isGreaterThan(START);
        assertThat(job.path("duration").asLong())
                .isEqualTo(
                        job.path("end-time").asLong() - job.path("start-time").asLong());
        assertThat(listedState()).isEqualTo("SUSPENDED");
        JsonNode checkpoints = FlinkCorpus.parse(get("/checkpoints").body());
        assertThat(checkpoints.at("/latest/completed/external_path").asText()).contains("chk-");
        assertThat(FlinkCorpus.parse(get("/status").body()).path("status").asText())
                .isEqualTo("SUSPENDED");
        assertThat(FlinkCorpus.parse(get("/execution-result").body())
                        .at("/job-execution-result/application-status")
                        .asText())
                .isEqualTo("UNKNOWN");
        assertThat(get("/vertices/" + vertex() + "/subtasks/0").statusCode()).isEqualTo(200);
        assertThat(get("/vertices/" + vertex() + "/subtasks/99").statusCode()).isEqualTo(404);
    }

    private JobRun newest() {
        return service.bean(Ledger.class)
                .newestRun(new JobKey("flink", "stub", JOB))
                .orElseThrow();
    }

    private HttpResponse<String> get(String below) {
        return service.get("/jobs/" + JOB + below);
    }

    private JsonNode job() {
        return FlinkCorpus.parse(get("").body());
    }

    private String vertex() {
        return job().at("/vertices/0/id").asText();
    }

    private String listedState() {
        for (JsonNode entry :
                FlinkCorpus.parse(service.get("/jobs/overview").body()).path("jobs")) {
            if (entry.path("jid").asText().equals(JOB)) {
                return entry.path("state").asText();
            }
        }
        return "not listed";
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(condition);
    }
}
