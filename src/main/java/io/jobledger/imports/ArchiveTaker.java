package io.jobledger.imports;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Recorded;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads archives and records their runs, many at a time. Archives are never changed. */
record ArchiveTaker(
        DirectoryReads reads, String cluster, ArchiveFormat format, Ledger ledger, WaitingFiles waiting, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveTaker.class);

    /** Lists archives by their outcome, each in one list. */
    record Taken(
            List<ArchiveFile> taken,
            List<ArchiveFile> skipped,
            List<ArchiveFile> followed,
            List<ArchiveFile> gone,
            List<Unreadable> unreadable) {
        Taken() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** @param passing whether an unchanged file may be read later, because the fault is not the file's */
    record Unreadable(ArchiveFile file, String reason, boolean passing) {}

    /** @param known whether the job was known before */
    private record Read(ArchiveFile file, JobSnapshot snapshot, boolean known) {}

    /** @throws RuntimeException if the database fails; all files can then be tried again */
    Taken take(List<ArchiveFile> files) {
        Taken result = new Taken();
        Map<String, List<JobRun>> runs = ledger.runs(
                format.engine(),
                cluster,
                files.stream().map(file -> format.jobId(file.path())).toList());
        List<ArchiveFile> wanted = new ArrayList<>();
        List<Boolean> known = new ArrayList<>();
        // One archive is read while the one before it is packed. Memory has no room for all of them.
        List<Recorded> recorded;
        try {
            recorded = ledger.recordAll(files.stream()
                    .map(file -> read(file, runs.getOrDefault(format.jobId(file.path()), List.of()), result))
                    .filter(Objects::nonNull)
                    .map(read -> {
                        wanted.add(read.file());
                        known.add(read.known());
                        return read.snapshot();
                    }));
        } catch (RuntimeException | Error e) {
            // Some runs may have been recorded before the failure. When tried again, they are not new.
            wanted.stream()
                    .map(file -> runs.get(format.jobId(file.path())))
                    .filter(Objects::nonNull)
                    .forEach(before -> format.recorded(before.get(0)));
            throw e;
        }
        for (int i = 0; i < recorded.size(); i++) {
            settle(wanted.get(i), known.get(i), recorded.get(i), result);
        }
        return result;
    }

    private void settle(ArchiveFile file, boolean known, Recorded outcome, Taken result) {
        if (outcome.failure() != null) {
            LOG.warn(
                    "The ledger refuses the archive {}: {}",
                    file.path(),
                    outcome.failure().toString());
            result.unreadable()
                    .add(new Unreadable(
                            file, "The ledger refuses it: a value in it is too large or impossible", false));
        } else if (outcome.news()) {
            result.taken().add(file);
            if (known) {
                format.recorded(outcome.run());
            }
        } else {
            result.skipped().add(file);
        }
    }

    /** Reads an archive. Returns null if there is nothing to record; the outcome is then in the result. */
    @Nullable
    private Read read(ArchiveFile file, List<JobRun> known, Taken result) {
        try {
            if (!format.isArchive(file.path())) {
                reads.list(file);
            }
            return wanted(file, format.read(job(file), reads.archive(file)), known, result);
        } catch (NoSuchFileException e) {
            result.gone().add(file);
        } catch (UnreadableArchiveException e) {
            LOG.debug("The archive {}", file.path(), e);
            result.unreadable().add(new Unreadable(file, e.getMessage(), false));
        } catch (IOException e) {
            result.unreadable().add(new Unreadable(file, "It cannot be read: " + FileFaults.words(e), true));
        } catch (OutOfMemoryError e) {
            // One huge archive must not end the import of all others.
            result.unreadable().add(new Unreadable(file, "There was not enough memory to read it", true));
        }
        return null;
    }

    /** Returns null if the ledger has the whole run, or the recorder follows it. */
    @Nullable
    private Read wanted(ArchiveFile file, JobSnapshot snapshot, List<JobRun> known, Taken result) {
        JobRun same = known.stream()
                .filter(run -> run.startTime() == snapshot.startTime())
                .findFirst()
                .orElse(null);
        if (same != null && same.closure() == Closure.SEALED) {
            result.skipped().add(file);
            return null;
        }
        if (isFollowed(file, snapshot, known)) {
            result.followed().add(file);
            return null;
        }
        return new Read(file, same == null ? snapshot : format.complete(same, snapshot), !known.isEmpty());
    }

    private boolean isFollowed(ArchiveFile file, JobSnapshot snapshot, List<JobRun> known) {
        long now = clock.millis();
        // A time of change may lie in the future, where the file's server has another clock.
        long modifiedAt = Math.min(file.modifiedAt(), waiting.followedSince(file.path(), now));
        return waiting.mayFollow(file.path(), now) && format.isFollowed(snapshot, known, modifiedAt);
    }

    private JobKey job(ArchiveFile file) {
        return new JobKey(format.engine(), cluster, format.jobId(file.path()));
    }
}
