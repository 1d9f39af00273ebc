package io.jobledger.flink.recorder;

import io.jobledger.flink.archive.ArchiveReader;
import io.jobledger.flink.archive.ArchivedJob;
import io.jobledger.flink.archive.FlinkLayout;
import io.jobledger.imports.ArchiveListing;
import io.jobledger.imports.FileCalls;
import io.jobledger.imports.TimedArchive;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the directory where the JobManager writes an archive of every ended job. Never changes it. */
final class Archives {
    private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

    @Nullable
    private final Path directory;

    private final FileCalls calls;
    private final ArchiveReader reader;
    private final FlinkLayout layout = new FlinkLayout();

    /** Paths of the archives of applications, by job id. */
    private final Map<String, String> nested = new HashMap<>();

    @Nullable
    private final ArchiveListing listing;

    /** Why archives could not be read, by job id. */
    private final Map<String, String> unreadable = new ConcurrentHashMap<>();

    private boolean flat;

    /**
     * Makes a reader of a directory.
     *
     * @param directory null if it is out of reach: then there are no archives
     * @param calls limits the time of each call: the directory may be a mount that hangs
     */
    Archives(@Nullable Path directory, FileCalls calls, ArchiveReader reader) {
        this.calls = calls;
        this.directory = directory;
        this.reader = reader;
        this.listing = directory == null ? null : new ArchiveListing(directory, layout);
    }

    boolean available() {
        return directory != null;
    }

    /**
     * Returns the job id and the last modification (ms since the epoch) of each archive.
     *
     * @throws IOException if the directory cannot be listed, or does not answer in time
     */
    List<Entry> list() throws IOException {
        return directory == null ? List.of() : call(this::list);
    }

    private List<Entry> list(FileCalls.Sign sign) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            look(true, entries, sign);
        }
        return entries;
    }

    /** Waits for a call of the directory. While an earlier one hangs, there is no other, so none waits for its lock. */
    private <T> T call(FileCalls.Call<T> call) throws IOException {
        try {
            return calls.call(directory, directory, () -> true, call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private synchronized void look(boolean all, List<Entry> entries, FileCalls.Sign sign) throws IOException {
        listing.look(all, new ArchiveListing.Visitor() {
            @Override
            public boolean isKnown(String path) {
                // Flat archives are found by their names.
                return path.indexOf('/') < 0 || nested.containsKey(layout.jobId(path));
            }

            @Override
            public void at(Path place) {
                sign.at(place);
            }

            @Override
            public boolean found(String path, Path file, BasicFileAttributes attributes) {
                if (!attributes.isRegularFile()) {
                    return false;
                }
                String jobId = layout.jobId(path);
                entries.add(new Entry(jobId, attributes.lastModifiedTime().toMillis()));
                return path.indexOf('/') >= 0 && nested.put(jobId, path) == null;
            }
        });
        flat |= !entries.isEmpty();
        flat &= nested.isEmpty();
    }

    /** Returns the archive of the run that began at {@code startTime}; empty while there is no whole one. */
    Optional<ArchivedJob> find(String jobId, long startTime) {
        return find(jobId).filter(job -> job.startTime() == startTime);
    }

    /** Returns the archive of the job; empty while there is no whole one. */
    Optional<ArchivedJob> find(String jobId) {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            Path file = call(sign -> file(jobId, sign));
            ArchivedJob job = reader.read(jobId, new TimedArchive(directory, file, calls));
            unreadable.remove(jobId);
            return Optional.of(job);
        } catch (NoSuchFileException e) {
            unreadable.remove(jobId);
            return Optional.empty();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.debug("The archive of job {} cannot be read yet", jobId, e);
            unreadable.put(jobId, e.getMessage() == null ? e.toString() : e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns why an archive that is there could not be read when it was last looked for. */
    Optional<String> unreadable(String jobId) {
        return Optional.ofNullable(unreadable.get(jobId));
    }

    private synchronized Path file(String jobId, FileCalls.Sign sign) throws IOException {
        Path beside = directory.resolve(jobId);
        if (flat || Files.isRegularFile(beside) || !Files.isDirectory(directory)) {
            return beside;
        }
        if (!nested.containsKey(jobId)) {
            look(false, new ArrayList<>(), sign);
        }
        return directory.resolve(nested.getOrDefault(jobId, jobId));
    }

    /**
     * Names an archive.
     *
     * @param jobId the archive's name
     * @param modifiedAt ms since the epoch
     */
    record Entry(String jobId, long modifiedAt) {}
}
