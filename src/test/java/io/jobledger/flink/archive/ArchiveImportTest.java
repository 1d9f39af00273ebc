package io.jobledger.flink.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.http.Json;
import io.jobledger.imports.Imports;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportState;
import io.jobledger.ledger.imports.QuarantinedFile;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of real archives, imported by a service without an engine. */
@Order(6)
class ArchiveImportTest {
    private static final PageRequest ALL = new PageRequest(1000, null);

    @TempDir
    Path dataDir;

    @TempDir
    Path archives;

    private TestService service;

    @BeforeEach
    void start() {
        start(Map.of());
    }

    private void start(Map<String, Object> more) {
        if (service != null) {
            service.close();
        }
        Map<String, Object> settings = new LinkedHashMap<>(more);
        settings.put("jobledger.flink.mode", "off");
        settings.put("jobledger.seatunnel.mode", "off");
        settings.put("jobledger.seatunnel.port", -1);
        service = TestService.start(dataDir, settings);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void archivesOfBothLayoutsAreTaken() throws IOException {
        List<String> jobs = new ArrayList<>(ManyArchives.write(archives, 0, 11));
        jobs.addAll(ManyArchives.writeApplications(archives, 11, 22));

        Import ended = completed(imports().start("flink", null, archives));

        assertThat(ended.progress().seen()).isEqualTo(22);
        assertThat(ended.progress().taken()).isEqualTo(22);
        assertThat(ended.progress().skipped()).isZero();
        assertThat(ended.progress().quarantined()).isZero();
        assertThat(jobs).allSatisfy(this::isWhole);
        assertThat(service.state(jobs.get(21))).isEqualTo(newest(jobs.get(21)).state());

        Import again = completed(imports().start("flink", null, archives));
        assertThat(again.id()).isNotEqualTo(ended.id());
        assertThat(again.progress().taken()).isZero();
        assertThat(again.progress().skipped()).isEqualTo(22);
        assertThat(imports().list(ALL).items()).containsExactly(again, ended);
    }

    /**
     * What the recorder makes of an archive, when the job's engine is gone, is what an import makes of it: what is derived
     * from the archive is the same, whether it is recorded or worked out when somebody asks.
     */
    @Test
    void isRecordedAsTheRecorderWould() throws IOException {
        Map<String, JobSnapshot> expected = new LinkedHashMap<>();
        RunFacts facts = service.bean(RunFacts.class);
        for (String job : FlinkCorpus.archivedJobs()) {
            Files.writeString(archives.resolve(job), RealArchives.text(job));
            ArchivedJob archived = RealArchives.read(job);
            expected.put(job, facts.sealed(key(job), archived.summary(), archived.documents()));
        }

        completed(imports().start("flink", null, archives));

        Ledger ledger = service.bean(Ledger.class);
        expected.forEach((job, snapshot) -> {
            JobRun run = newest(job);
            assertThat(run.name()).isEqualTo(snapshot.name());
            assertThat(run.state()).isEqualTo(snapshot.state());
            assertThat(run.endTime()).isEqualTo(snapshot.endTime());
            assertThat(run.summary()).isEqualTo(snapshot.summary());
            assertThat(snapshot.documents())
                    .hasSizeGreaterThan(ledger.documents(run.id()).size())
                    .allSatisfy(document -> {
                        HttpResponse<String> answer =
                                service.get("/jobs/" + job + document.path() + "?includeSerializedValue=true");
                        assertThat(answer.statusCode()).isEqualTo(document.status());
                        assertThat(answer.body()).isEqualTo(new String(document.body(), StandardCharsets.UTF_8));
                    });
            assertThat(ledger.states(run.id())).containsExactlyInAnyOrderElementsOf(snapshot.states());
            assertThat(ledger.vertices(run.id())).isEqualTo(snapshot.vertices());
            assertThat(ledger.attempts(run.id())).containsExactlyInAnyOrderElementsOf(snapshot.attempts());
            assertThat(ledger.checkpoints(run.id())).containsExactlyInAnyOrderElementsOf(snapshot.checkpoints());
            assertThat(ledger.exceptions(run.id())).containsExactlyInAnyOrderElementsOf(snapshot.exceptions());
        });
    }

    /** Nobody took samples of it: what its own document tells is the one at its end. */
    @Test
    void whatWentThroughAnImportedRunIsKnown() throws IOException {
        for (String job : FlinkCorpus.archivedJobs()) {
            Files.writeString(archives.resolve(job), RealArchives.text(job));
        }
        completed(imports().start("flink", null, archives));

        for (String job : FlinkCorpus.archivedJobs()) {
            JobKey key = key(job);
            String path = "/history/jobs/flink/" + key.cluster() + '/' + job + "/metrics";
            List<JsonNode> samples = samples(path);
            if (newest(job).name().equals("probe-stream") && newest(job).state().equals("FAILED")) {
                // Failed before it had vertices.
                assertThat(samples).isEmpty();
                continue;
            }
            assertThat(samples).as(job).hasSize(1);
            assertThat(Json.time(samples.get(0), "time")).isEqualTo(newest(job).endTime());
            for (JsonNode vertex : Json.elements(service.json(service.get("/jobs/" + job)), "vertices")) {
                JsonNode kept = samples.get(0).get("metrics").get("vertices").get(Json.text(vertex, "id"));
                for (String metric : List.of("read-records", "write-records", "read-bytes", "write-bytes")) {
                    assertThat(Json.number(kept, metric))
                            .isNotNull()
                            .isEqualTo(Json.number(vertex.get("metrics"), metric));
                }
            }
            assertThat(samples(path + "?run=1&limit=1")).isEqualTo(samples);
        }
    }

    /** The engine counts a failed checkpoint, and lists three completed ones. */
    @Test
    void aFailedCheckpointThatIsNotListedIsNotMissing() throws IOException {
        String job = "92ba3b6d4aa2519edf7e5affd441e4aa";
        Files.writeString(archives.resolve(job), RealArchives.text(job));
        completed(imports().start("flink", null, archives));

        JsonNode checkpoints = service.json(service.get("/history/jobs/flink/" + key(job).cluster() + '/' + job))
                .get("checkpoints");
        assertThat(Json.number(checkpoints, "recorded")).isEqualTo(3);
        assertThat(Json.number(checkpoints, "failed")).isEqualTo(1);
        assertThat(Json.number(checkpoints, "missing")).isZero();
    }

    private List<JsonNode> samples(String path) {
        List<JsonNode> samples = new ArrayList<>();
        Json.elements(service.json(service.get(path)), "metrics").forEach(samples::add);
        return samples;
    }

    @Test
    void spoiltArchivesAreQuarantinedAndTakenOnceTheyAreWhole() throws IOException {
        ManyArchives.write(archives, 0, 3);
        String text = ManyArchives.text(3);
        write(3, text.substring(0, text.length() - 1));
        write(4, ManyArchives.text(4).replace("\"path\"", "\"p\u0000th\""));
        write(5, ManyArchives.text(6));
        write(6, "");

        Import ended = completed(imports().start("flink", null, archives));

        assertThat(ended.progress().taken()).isEqualTo(3);
        assertThat(ended.progress().quarantined()).isEqualTo(4);
        List<QuarantinedFile> quarantined =
                imports().quarantine(ended.id(), ALL).orElseThrow().items();
        assertThat(quarantined)
                .extracting(QuarantinedFile::file)
                .containsExactly(ManyArchives.id(3), ManyArchives.id(4), ManyArchives.id(5), ManyArchives.id(6));
        assertThat(quarantined).allSatisfy(file -> assertThat(file.reason()).isNotBlank());
        assertThat(imports()
                        .quarantine(ended.id(), new PageRequest(3, null))
                        .orElseThrow()
                        .items())
                .hasSize(3);

        write(3, text);
        assertThat(imports().resume(ended.id()).orElseThrow().state()).isEqualTo(ImportState.RUNNING);
        Import after = completed(ended);
        assertThat(after.progress().taken()).isEqualTo(4);
        assertThat(after.progress().quarantined()).isEqualTo(3);
        isWhole(ManyArchives.id(3));
    }

    @Test
    void aDirectoryThatIsNotThereFailsTheImport() throws IOException {
        Path nowhere = archives.resolve("later");
        Import failed = ended(imports().start("flink", "elsewhere", nowhere));
        assertThat(failed.state()).isEqualTo(ImportState.FAILED);
        assertThat(failed.error()).contains(nowhere.toString());

        Files.createDirectories(nowhere);
        ManyArchives.write(nowhere, 0, 1);
        imports().resume(failed.id());
        assertThat(completed(failed).progress().taken()).isEqualTo(1);
        assertThat(service.bean(Ledger.class).newestRun(new JobKey("flink", "elsewhere", ManyArchives.id(0))))
                .isPresent();
        assertThatThrownBy(() -> imports().start("flink", null, Path.of("relative")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> imports().start("none", null, nowhere)).isInstanceOf(IllegalArgumentException.class);
        assertThat(imports().cancel(-1)).isEmpty();
        assertThat(imports().resume(-1)).isEmpty();
        assertThat(imports().quarantine(-1, ALL)).isEmpty();
    }

    @Test
    void aCancelledImportGoesOnWhereItWas() throws IOException {
        ManyArchives.write(archives, 0, 400);
        Import begun = imports().start("flink", null, archives);
        assertThat(imports().start("flink", null, archives).id()).isEqualTo(begun.id());
        Awaitility.await().until(() -> find(begun).progress().seen() > 0);

        assertThat(imports().cancel(begun.id()).orElseThrow().state()).isEqualTo(ImportState.CANCELED);
        assertThat(imports().resume(begun.id()).orElseThrow().state()).isEqualTo(ImportState.RUNNING);
        assertThatThrownBy(() -> imports().resume(begun.id())).isInstanceOf(IllegalStateException.class);

        assertAllOnce(completed(begun), 400);
    }

    @Test
    void anImportGoesOnAfterARestart() throws IOException {
        ManyArchives.write(archives, 0, 400);
        Import begun = imports().start("flink", null, archives);
        Awaitility.await()
                .until(() -> service.bean(Ledger.class)
                        .newestRun(key(ManyArchives.id(0)))
                        .isPresent());
        start(Map.of());
        assertAllOnce(completed(begun), 400);
    }

    @Test
    void oneArchiveDeliveredTenTimesIsOneRun() throws Exception {
        List<Path> directories = new ArrayList<>();
        for (int copy = 0; copy < 10; copy++) {
            Path directory = Files.createDirectories(archives.resolve("copy" + copy));
            ManyArchives.write(directory, 0, 11);
            directories.add(directory);
        }
        var threads = Executors.newFixedThreadPool(4);
        List<Import> begun = new ArrayList<>();
        try {
            List<Future<Import>> starts = new ArrayList<>();
            for (Path directory : directories) {
                starts.add(threads.submit(() -> imports().start("flink", null, directory)));
            }
            for (Future<Import> start : starts) {
                begun.add(start.get());
            }
        } finally {
            threads.shutdown();
        }
        long taken = 0;
        for (Import one : begun) {
            taken += completed(one).progress().taken();
        }
        assertThat(taken).isGreaterThanOrEqualTo(11);
        for (int number = 0; number < 11; number++) {
            isWhole(ManyArchives.id(number));
            assertThat(service.bean(Ledger.class).runs(key(ManyArchives.id(number))))
                    .hasSize(1);
        }
    }

    /** The directory comes later, with a file that grows, one that is spoilt, and goes away for a while. */
    @Test
    void aWatchedDirectoryIsFollowedForGood() throws IOException {
        Path watched = archives.resolve("watched");
        start(Map.of("jobledger.flink.archive-dirs", List.of("other=" + watched)));
        Awaitility.await().until(() -> !imports().list(ALL).items().isEmpty());
        Import watch = imports().list(ALL).items().get(0);
        assertThat(watch.watched()).isTrue();
        assertThat(watch.cluster()).isEqualTo("other");

        Files.createDirectories(watched);
        ManyArchives.write(watched, 0, 2);
        awaitTaken(watch, 2);

        String text = ManyArchives.text(2);
        for (int part = 1; part <= 3; part++) {
            Files.writeString(watched.resolve(ManyArchives.id(2)), text.substring(0, text.length() * part / 3));
        }
        awaitTaken(watch, 3);

        Path spoilt = watched.resolve(ManyArchives.id(3));
        Files.writeString(spoilt, "{\"archive\":[");
        Files.setLastModifiedTime(spoilt, FileTime.fromMillis(System.currentTimeMillis() - 60_000));
        Awaitility.await().until(() -> find(watch).progress().quarantined() == 1);

        Path away = archives.resolve("away");
        Files.move(watched, away);
        Files.writeString(watched, "no directory");
        ManyArchives.writeApplications(away, 4, 6);
        Files.writeString(away.resolve(ManyArchives.id(3)), ManyArchives.text(3));
        Files.delete(watched);
        Files.move(away, watched);
        awaitTaken(watch, 6);
        Awaitility.await().until(() -> find(watch).progress().quarantined() == 0);

        start(Map.of("jobledger.flink.archive-dirs", List.of("other=" + watched)));
        ManyArchives.writeApplications(watched, 6, 7);
        awaitTaken(watch, 7);
        assertThat(find(watch).progress().seen()).isEqualTo(7);
        assertThat(imports().list(ALL).items()).hasSize(1);
        assertThat(Files.readString(watched.resolve(ManyArchives.id(0)))).isEqualTo(ManyArchives.text(0));
    }

    @Test
    void aRunThatWasOpenKeepsWhatNoArchiveTells() throws IOException {
        String job = FlinkCorpus.archivedJobs().get(0);
        ArchivedJob archived = RealArchives.read(job);
        Document result = new Document(
                "/execution-result",
                200,
                "{\"status\":{\"id\":\"COMPLETED\"},\"job-execution-result\":{\"told\":\"by the engine\"}}".getBytes());
        service.bean(Ledger.class)
                .record(JobSnapshot.builder(key(job))
                        .name("ran")
                        .state("RUNNING")
                        .startTime(archived.startTime())
                        .observedAt(Clock.systemUTC().millis())
                        .documents(List.of(result))
                        .build());
        Files.writeString(archives.resolve(job), RealArchives.text(job));
        Import ended = completed(imports().start("flink", null, archives));
        assertThat(ended.progress().taken()).isEqualTo(1);
        JobRun run = newest(job);
        assertThat(run.closure()).isEqualTo(Closure.SEALED);
        assertThat(service.bean(Ledger.class).document(run.id(), result.path())).contains(result);
    }

    private void write(int number, String text) throws IOException {
        Files.writeString(archives.resolve(ManyArchives.id(number)), text);
    }

    private Imports imports() {
        return service.bean(Imports.class);
    }

    private Import find(Import begun) {
        return imports().find(begun.id()).orElseThrow();
    }

    private void awaitTaken(Import begun, int files) {
        Awaitility.await(files + " files are taken")
                .atMost(Duration.ofSeconds(30))
                .until(() -> find(begun).progress().taken() == files);
    }

    private Import ended(Import begun) {
        Awaitility.await("the import ends")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !find(begun).isRunning());
        return find(begun);
    }

    private Import completed(Import begun) {
        Import ended = ended(begun);
        assertThat(ended.state()).as("%s", ended).isEqualTo(ImportState.COMPLETED);
        return ended;
    }

    private void assertAllOnce(Import ended, int jobs) {
        // What was recorded and not yet noted when the import was cut off is skipped by what goes on.
        assertThat(ended.progress().taken() + ended.progress().skipped()).isEqualTo(jobs);
        assertThat(ended.progress().seen()).isEqualTo(jobs);
        List<JobRun> runs = service.bean(Ledger.class).newestJobs("flink", ended.cluster(), 2 * jobs);
        assertThat(runs).hasSize(jobs).allSatisfy(run -> {
            assertThat(run.closure()).isEqualTo(Closure.SEALED);
            assertThat(run.run()).isEqualTo(1);
        });
        for (int number = 0; number < jobs; number += 37) {
            isWhole(ManyArchives.id(number));
        }
    }

    private void isWhole(String job) {
        JobRun run = newest(job);
        assertThat(run.closure()).isEqualTo(Closure.SEALED);
        int number = (int) (Long.parseLong(job.substring(16), 16) - 0xabc_0000_0000L);
        Map<String, Document> recorded = new LinkedHashMap<>();
        service.bean(Ledger.class).documents(run.id()).forEach(document -> recorded.put(document.path(), document));
        RealArchives.read(job, ManyArchives.text(number))
                .documents()
                .forEach((path, document) -> assertThat(recorded.get(path)).isEqualTo(document));
    }

    private JobRun newest(String job) {
        return service.bean(Ledger.class).newestRun(key(job)).orElseThrow();
    }

    private JobKey key(String job) {
        return service.cluster("flink").job(job);
    }
}
