package io.jobledger.flink.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineState;
import io.jobledger.engine.process.FreePort;
import io.jobledger.flink.archive.ArchiveReader;
import io.jobledger.flink.archive.RealArchives;
import io.jobledger.flink.archive.RecordedBefore;
import io.jobledger.flink.archive.RunFacts;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.http.Json;
import io.jobledger.imports.FileCalls;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that appear while the service is down, delivered once, twice, half or spoilt. No engine is needed for that. */
class ArchivesTest {
    @TempDir
    Path dataDir;

    @TempDir
    Path noEngines;

    private Path archive;

    @BeforeEach
    void deliver() throws IOException {
        archive = Files.createDirectories(dataDir.resolve("flink/archive"));
        for (String job : FlinkCorpus.archivedJobs()) {
            Files.writeString(archive.resolve(job), "{\"archive\":" + FlinkCorpus.archive(job) + "}");
        }
    }

    private TestService start() {
        return start(Map.of("jobledger.engines-dir", noEngines.toString()));
    }

    private TestService start(Map<String, Object> settings) {
        TestService service = TestService.start(dataDir, settings);
        Ledger ledger = service.bean(Ledger.class);
        Awaitility.await("all archives are sealed")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ledger.newestJobs(
                                        EmbeddedFlink.NAME,
                                        service.cluster("flink").name(),
                                        100)
                                .size()
                        >= FlinkCorpus.archivedJobs().size());
        return service;
    }

    @Test
    void jobsThatTheLedgerNeverSawAreSealedAtTheStart() {
        try (TestService service = start()) {
            for (String job : FlinkCorpus.archivedJobs()) {
                JobRun run = newest(service, job);
                assertThat(run.closure()).isEqualTo(Closure.SEALED);
                for (var document : RealArchives.read(job).documents().values()) {
                    assertThat(service.bean(Ledger.class).document(run.id(), document.path()))
                            .hasValueSatisfying(
                                    recorded -> assertThat(recorded.body()).isEqualTo(document.body()));
                }
                assertThat(service.state(job)).isEqualTo(run.state());
            }
        }
    }

    /** Flink 2.x has a directory for each application; and a cluster elsewhere need not be there. */
    @Test
    void archivesOfAClusterThatIsAwayAreSealedToo(@TempDir Path elsewhere) throws IOException {
        for (String job : FlinkCorpus.archivedJobs()) {
            Path jobs =
                    elsewhere.resolve("0".repeat(32)).resolve("applications").resolve("a".repeat(32));
            Files.createDirectories(jobs.resolve("jobs"));
            Files.writeString(jobs.resolve("application-summary"), "{\"archive\":[]}");
            Files.move(archive.resolve(job), jobs.resolve("jobs").resolve(job));
        }
        Map<String, Object> settings = Map.of(
                "jobledger.flink.mode",
                "remote",
                "jobledger.flink.url",
                "http://127.0.0.1:" + FreePort.onLoopback(),
                "jobledger.flink.archive-dir",
                elsewhere.toString());
        try (TestService service = start(settings)) {
            for (String job : FlinkCorpus.archivedJobs()) {
                assertThat(newest(service, job).closure()).isEqualTo(Closure.SEALED);
            }
            HttpResponse<String> live = service.get("/taskmanagers");
            assertThat(live.statusCode()).isEqualTo(503);
            assertThat(live.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void theSameArchiveTwiceChangesNoRow() throws IOException, SQLException {
        List<String> rows;
        try (TestService service = start()) {
            rows = rows();
        }
        for (String job : FlinkCorpus.archivedJobs()) {
            Files.setLastModifiedTime(
                    archive.resolve(job), FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
        }
        try (TestService service = start()) {
            seal(service);
            assertThat(rows()).isEqualTo(rows);
        }
        assertThat(String.join("", rows)).hasSizeGreaterThan(100_000);
    }

    /** The engine that ran it died with the last service, and another one cannot be started. */
    @Test
    void whatRanWhenTheServiceEndedIsSuspendedAlsoWithoutAnEngine() {
        String running = "f".repeat(32);
        try (TestService service = start()) {
            Awaitility.await("the engine is given up")
                    .until(() -> service.engine().state() == EngineState.STOPPED);
            JobKey key = service.cluster("flink").job(running);
            service.bean(Ledger.class)
                    .record(JobSnapshot.builder(key)
                            .name("ran")
                            .state("RUNNING")
                            .startTime(5)
                            .observedAt(6)
                            .build());
        }
        try (TestService service = start()) {
            Awaitility.await("the run is closed")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> newest(service, running).closure() == Closure.LOST);
            assertThat(newest(service, running).state()).isEqualTo("SUSPENDED");
        }
    }

    /** A file half written, one that is no archive, one of another job, and one without the half of what belongs in it. */
    @Test
    void spoiltArchivesDoNotKeepTheOthersOut() throws IOException {
        String good = FlinkCorpus.archivedJobs().get(0);
        String text = Files.readString(archive.resolve(good));
        Files.writeString(archive.resolve("0".repeat(31) + "1"), text.substring(0, text.length() / 2));
        Files.writeString(archive.resolve("0".repeat(31) + "2"), "no archive");
        Files.writeString(archive.resolve("0".repeat(31) + "3"), text);
        Files.writeString(archive.resolve("0".repeat(31) + "4"), archive("0".repeat(31) + "4", "{}"));
        Files.writeString(
                archive.resolve("0".repeat(31) + "5"),
                archive(
                        "0".repeat(31) + "5",
                        "{\"name\":\"n\",\"state\":\"FINISHED\",\"start-time\":5,\"vertices\":[{\"name\":\"v\"}]}"));
        try (TestService service = start()) {
            assertThat(newest(service, good).closure()).isEqualTo(Closure.SEALED);
            assertThat(service.bean(Ledger.class)
                            .newestJobs(
                                    EmbeddedFlink.NAME, service.cluster("flink").name(), 100))
                    .hasSize(FlinkCorpus.archivedJobs().size());
        }
    }

    private static String archive(String job, String root) {
        return "{\"archive\":[{\"path\":\"/jobs/" + job + "\",\"json\":\"" + root.replace("\"", "\\\"") + "\"}]}";
    }

    private static JobRun newest(TestService service, String job) {
        return service.bean(Ledger.class)
                .newestRun(service.cluster("flink").job(job))
                .orElseThrow();
    }

    /** Root may read the file, and a read of it waits for the next message of the kernel. */
    @Test
    void anArchiveThatDoesNotAnswerIsLeftOut() throws IOException {
        Path endless = Path.of("/proc/kmsg");
        assumeTrue(Files.isReadable(endless));
        String job = "e".repeat(32);
        Files.createSymbolicLink(archive.resolve(job), endless);
        FileCalls calls = new FileCalls(Duration.ofMillis(300), call -> {
            Thread thread = new Thread(call);
            thread.setDaemon(true);
            return thread;
        });
        Archives archives = new Archives(archive, calls, new ArchiveReader(RealArchives.JSON, Long.MAX_VALUE));

        assertThat(archives.find(job)).isEmpty();
        assertThat(archives.unreadable(job)).contains(archive.resolve(job) + " did not answer within 0.3 s");
        String other = FlinkCorpus.archivedJobs().get(0);
        assertThat(archives.find(other)).isPresent();
        assertThat(archives.list()).extracting(Archives.Entry::jobId).contains(job, other);
    }

    /** The whole database as H2 would write it out. */
    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:fused:" + dataDir.toAbsolutePath().resolve("ledger"), "jobledger", "");
                Statement statement = connection.createStatement();
                ResultSet script = statement.executeQuery("SCRIPT NOSETTINGS")) {
            while (script.next()) {
                String row = script.getString(1);
                // The leases say who lives.
                if (row.startsWith("INSERT") && !row.contains("\"leases\"")) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** Seals all archives, as the first round of a service does. */
    private static void seal(TestService service) throws IOException {
        EngineCluster cluster = service.cluster("flink");
        Json json = service.bean(Json.class);
        Archives archives = new Archives(
                service.dataDir().resolve("flink/archive"),
                new FileCalls(Duration.ofSeconds(30), Thread::new),
                service.bean(ArchiveReader.class));
        new Sealer(
                        service.bean(Ledger.class),
                        cluster,
                        archives,
                        service.bean(JobReader.class),
                        service.bean(RecordedBefore.class),
                        new FlinkSnapshots(cluster, service.bean(RunFacts.class), json, Clock.systemUTC()),
                        service.flink().recorded(),
                        json)
                .seal(archives.list(), Set.of());
    }
}
