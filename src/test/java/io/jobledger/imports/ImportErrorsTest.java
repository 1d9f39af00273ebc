package io.jobledger.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Snapshots;
import io.jobledger.ledger.imports.Import;
import io.jobledger.ledger.imports.ImportLog;
import io.jobledger.ledger.imports.ImportState;
import io.jobledger.ledger.imports.QuarantinedFile;
import io.jobledger.ledger.leases.Leases;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.testing.TestService;
import io.micronaut.data.exceptions.DataAccessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody has foreseen ends neither an import nor the service's part that sees to imports. */
class ImportErrorsTest {
    private static final PageRequest ALL = new PageRequest(1000, null);

    @TempDir
    Path dataDir;

    @TempDir
    Path archives;

    private final Format format = new Format();
    private final Ahead clock = new Ahead();
    private TestService service;
    private Imports imports;

    @BeforeEach
    void start() {
        service = TestService.start(
                dataDir,
                Map.of(
                        "jobledger.flink.mode",
                        "off",
                        "jobledger.seatunnel.mode",
                        "off",
                        "jobledger.seatunnel.port",
                        -1));
        imports = new Imports(
                List.of(format),
                service.bean(ImportLog.class),
                service.bean(Ledger.class),
                service.bean(Leases.class),
                clock,
                Duration.ofSeconds(30));
        imports.start(null);
    }

    @AfterEach
    void stop() throws InterruptedException {
        imports.stop();
        service.close();
    }

    @Test
    void theFileThatItComesOfIsPutAside() {
        for (int i = 0; i < 40; i++) {
            write("job-" + i, "whole");
        }
        write("deep", "deep");
        write("huge", "huge");
        write("odd", "odd");
        write("undone", "undone");

        Import ended = ended(imports.start(Format.ENGINE, null, archives));

        assertThat(ended.state()).isEqualTo(ImportState.COMPLETED);
        assertThat(ended.progress().taken()).isEqualTo(40);
        List<QuarantinedFile> aside =
                imports.quarantine(ended.id(), ALL).orElseThrow().items();
        assertThat(aside).extracting(QuarantinedFile::file).containsExactly("deep", "huge", "odd", "undone");
        assertThat(aside)
                .extracting(QuarantinedFile::reason)
                .containsExactly(
                        "It is nested too deeply to be read",
                        "There was not enough memory to read it",
                        "Taking it failed, and the log of this service says how",
                        "Taking it failed, and the log of this service says how");
        assertThat(service.bean(Ledger.class).newestJobs(Format.ENGINE, "test", 100))
                .hasSize(40);

        write("deep", "whole");
        imports.resume(ended.id());
        assertThat(ended(ended).progress().taken()).isEqualTo(41);
    }

    @Test
    void whatIsNoFilesFaultIsTriedAgain() {
        write("job", "whole");
        format.errorsOfRounds.set(2);
        format.errorsOfListings.set(2);
        format.failuresOfTheDatabase.set(2);

        Import ended = ended(imports.start(Format.ENGINE, null, archives));

        assertThat(ended.state()).isEqualTo(ImportState.COMPLETED);
        assertThat(ended.progress().taken()).isEqualTo(1);
        assertThat(format.errorsOfRounds.get()).isNegative();
        assertThat(format.errorsOfListings.get()).isNegative();
        assertThat(format.failuresOfTheDatabase.get()).isNegative();
        assertThat(inQuarantine()).isZero();
    }

    /** It was half written when it was first read, and whole when it was known that its job is followed for ever. */
    @Test
    void whatIsFollowedIsTakenAfterAWhile() throws IOException {
        write("job", "half");
        // Written in the future, it is not at rest, however long this takes.
        Files.setLastModifiedTime(archives.resolve("job"), FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));

        Import begun = imports.start(Format.ENGINE, null, archives);
        Awaitility.await().until(() -> format.followed.get() > 1);
        assertThat(imports.find(begun.id()).orElseThrow().isRunning()).isTrue();
        clock.ahead = Duration.ofSeconds(60);

        Import ended = ended(begun);
        assertThat(ended.state()).isEqualTo(ImportState.COMPLETED);
        assertThat(ended.progress().taken()).isEqualTo(1);
        assertThat(ended.progress().skipped()).isZero();
        assertThat(ended.progress().quarantined()).isZero();
    }

    @Test
    void whatIsFollowedLeavesTheQuarantine() {
        format.watched = List.of(new WatchedDirectory("test", archives));
        write("job", "odd");
        Awaitility.await().until(() -> inQuarantine() == 1);

        write("job", "followed");

        Awaitility.await().until(() -> inQuarantine() == 0);
    }

    /** Where a volume was mounted there is an empty directory. */
    @Test
    void aDirectoryThatIsEmptiedKeepsItsQuarantine() {
        ImportLog log = service.bean(ImportLog.class);
        Import watch = log.begin(Format.ENGINE, "test", archives.toString(), true, 1);
        QuarantinedFile aside = new QuarantinedFile("odd", 3, 1_000, "odd", 1_001, 1_002);
        log.quarantine(watch.id(), aside);
        Workers workers = new Workers(1, Duration.ofSeconds(30), Thread::new);
        try {
            new ImportRun(watch, format, service.bean(Ledger.class), log, workers, Clock.systemUTC()).run();
        } finally {
            workers.stop();
        }

        assertThat(log.quarantined(watch.id())).containsExactly(aside);
    }

    private int inQuarantine() {
        return imports.list(ALL).items().stream()
                .mapToInt(one ->
                        imports.quarantine(one.id(), ALL).orElseThrow().items().size())
                .sum();
    }

    private Import ended(Import begun) {
        return Awaitility.await("the import ends")
                .atMost(Duration.ofSeconds(60))
                .until(() -> imports.find(begun.id()).orElseThrow(), found -> !found.isRunning());
    }

    private void write(String name, String text) {
        try {
            Files.writeString(archives.resolve(name), text);
            Files.setLastModifiedTime(
                    archives.resolve(name), FileTime.fromMillis(System.currentTimeMillis() - 60_000 - text.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that can be put forward. */
    private static final class Ahead extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** Archives that say what is to happen. */
    private final class Format implements ArchiveFormat {
        static final String ENGINE = "test";

        private volatile List<WatchedDirectory> watched = List.of();
        private final AtomicInteger errorsOfRounds = new AtomicInteger();
        private final AtomicInteger errorsOfListings = new AtomicInteger();
        private final AtomicInteger failuresOfTheDatabase = new AtomicInteger();
        private final AtomicInteger followed = new AtomicInteger();

        @Override
        public String engine() {
            return ENGINE;
        }

        @Override
        public String cluster() {
            return "test";
        }

        @Override
        public List<WatchedDirectory> watched() {
            fail(errorsOfRounds);
            return watched;
        }

        @Override
        public boolean isArchive(String path) {
            fail(errorsOfListings);
            return true;
        }

        private void fail(AtomicInteger times) {
            if (times.getAndDecrement() > 0) {
                throw new StackOverflowError();
            }
        }

        @Override
        public Place place(String path) {
            return Place.NOTHING;
        }

        @Override
        public String jobId(String path) {
            return path;
        }

        @Override
        public JobSnapshot read(JobKey job, ArchiveInput file) throws IOException, UnreadableArchiveException {
            String text;
            try (InputStream in = file.open(0)) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            switch (text) {
                case "half" -> {
                    write(job.jobId(), "followed");
                    throw new UnreadableArchiveException("half");
                }
                case "deep" -> deepen(0);
                case "huge" -> Snapshots.document("/huge", new String(new char[Integer.MAX_VALUE]));
                case "odd" -> throw new NoClassDefFoundError("odd");
                case "undone" -> throw new IllegalStateException("undone");
                default -> {}
            }
            return Snapshots.sealed(job).name(text).build();
        }

        private int deepen(int depth) {
            return deepen(depth + 1) + 1;
        }

        @Override
        public boolean isFollowed(JobSnapshot archived, List<JobRun> known, long modifiedAt) {
            if (failuresOfTheDatabase.getAndDecrement() > 0) {
                throw new DataAccessException("away");
            }
            boolean isFollowed = archived.name().equals("followed");
            followed.addAndGet(isFollowed ? 1 : 0);
            return isFollowed;
        }

        @Override
        public JobSnapshot complete(JobRun run, JobSnapshot archived) {
            return archived;
        }

        @Override
        public void recorded(JobRun run) {}
    }
}
