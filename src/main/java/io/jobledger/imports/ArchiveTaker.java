package io.jobledger.imports;

import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads archives and records what they tell, many at a time. Archives are never changed. */
final class ArchiveTaker {
    /** In bytes: what is read of an archive is held several times over, as bytes, as a tree, and packed. */
    private static final long LARGEST = Runtime.getRuntime().maxMemory() / 10;

    private final Path directory;
    private final String cluster;
    private final ArchiveFormat format;
    private final Ledger ledger;

    ArchiveTaker(Path directory, String cluster, ArchiveFormat format, Ledger ledger) {
        this.directory = directory;
        this.cluster = cluster;
        this.format = format;
        this.ledger = ledger;
    }

    /** What became of archives, each in one of the lists. */
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

    /** @param passing whether it may be read without having changed: what is wrong is not the file's */
    record Unreadable(ArchiveFile file, String reason, boolean passing) {}

    /** @param known whether the job was known before */
    private record Read(ArchiveFile file, JobSnapshot snapshot, boolean known) {}

    /** @throws RuntimeException if the database fails: then all can be tried again */
    Taken take(List<ArchiveFile> files) {
        Taken result = new Taken();
        List<Read> read = new ArrayList<>();
        for (ArchiveFile file : files) {
            read(file, read, result);
        }
        List<Read> wanted = wanted(read, result);
        List<Recorded> recorded =
                ledger.recordAll(wanted.stream().map(Read::snapshot).toList());
        for (int i = 0; i < recorded.size(); i++) {
            ArchiveFile file = wanted.get(i).file();
            Recorded outcome = recorded.get(i);
            if (outcome.failure() != null) {
                result.unreadable().add(new Unreadable(file, reason(outcome.failure()), false));
            } else if (outcome.news()) {
                result.taken().add(file);
                if (wanted.get(i).known()) {
                    format.recorded(outcome.run());
                }
            } else {
                result.skipped().add(file);
            }
        }
        return result;
    }

    private void read(ArchiveFile file, List<Read> read, Taken result) {
        try {
            if (file.size() > LARGEST) {
                result.unreadable()
                        .add(new Unreadable(file, "It is too large to be read with this service's memory", true));
                return;
            }
            byte[] bytes = Files.readAllBytes(directory.resolve(file.path()));
            read.add(new Read(file, format.read(job(file), bytes), false));
        } catch (NoSuchFileException e) {
            result.gone().add(file);
        } catch (UnreadableArchiveException e) {
            result.unreadable().add(new Unreadable(file, e.getMessage(), false));
        } catch (IOException e) {
            result.unreadable().add(new Unreadable(file, reason(e), true));
        } catch (OutOfMemoryError e) {
            // One huge archive must not end the import of all others.
            result.unreadable().add(new Unreadable(file, "There was no memory to read it", true));
        }
    }

    /** Without those of which the ledger has everything, or somebody else writes more. */
    private List<Read> wanted(List<Read> read, Taken result) {
        if (read.isEmpty()) {
            return read;
        }
        List<Read> wanted = new ArrayList<>();
        Map<String, List<JobRun>> runs = ledger.runs(
                format.engine(),
                cluster,
                read.stream().map(one -> one.snapshot().key().jobId()).toList());
        for (Read one : read) {
            List<JobRun> known = runs.getOrDefault(one.snapshot().key().jobId(), List.of());
            JobRun same = known.stream()
                    .filter(run -> run.startTime() == one.snapshot().startTime())
                    .findFirst()
                    .orElse(null);
            if (same != null && same.closure() == Closure.SEALED) {
                result.skipped().add(one.file());
            } else if (format.isFollowed(one.snapshot(), known, one.file().modifiedAt())) {
                result.followed().add(one.file());
            } else {
                JobSnapshot whole = same == null ? one.snapshot() : format.complete(same, one.snapshot());
                wanted.add(new Read(one.file(), whole, !known.isEmpty()));
            }
        }
        return wanted;
    }

    private JobKey job(ArchiveFile file) {
        return new JobKey(format.engine(), cluster, format.jobId(file.path()));
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
