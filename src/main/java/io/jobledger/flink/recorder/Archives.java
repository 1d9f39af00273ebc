package io.jobledger.flink.recorder;

import io.jobledger.flink.Json;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory where the engine's JobManager leaves an archive of every job that ended. Read, never changed.
 *
 * <p>Archives are named by their jobs. Flink 1.x puts all of them beside each other, 2.x those of an application under
 * {@code <cluster>/applications/<application>/jobs}.
 */
final class Archives {
    private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

    /** In bytes: what is read of an archive is held several times over, as bytes, as a tree, and packed. */
    private static final long LARGEST = Runtime.getRuntime().maxMemory() / 10;

    private static final String ID = "[0-9a-f]{32}";
    private static final Pattern ARCHIVE = Pattern.compile("(" + ID + "/applications/" + ID + "/jobs/)?" + ID);
    private static final int DEEPEST = 5;

    @Nullable
    private final Path directory;

    private final Json json;

    /** @param directory null if it is out of reach: then there are no archives */
    Archives(@Nullable Path directory, Json json) {
        this.directory = directory;
        this.json = json;
    }

    boolean available() {
        return directory != null;
    }

    /** The ids of the archived jobs, and when each archive was last written (ms since the epoch). */
    List<Entry> list() {
        if (directory == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = files()) {
            return files.map(Archives::entry).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalStateException("Cannot list the archive directory " + directory, e);
        }
    }

    private Stream<Path> files() throws IOException {
        return Files.find(
                directory,
                DEEPEST,
                (file, attributes) -> attributes.isRegularFile()
                        && ARCHIVE.matcher(directory.relativize(file).toString())
                                .matches());
    }

    private static Entry entry(Path file) {
        try {
            return new Entry(
                    file.getFileName().toString(),
                    Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive of the job's life that began at {@code startTime}; empty while there is no whole one. */
    Optional<ArchivedJob> find(String jobId, long startTime) {
        return find(jobId).filter(job -> job.startTime(json) == startTime);
    }

    /** The archive of the job; empty while there is no whole one. */
    Optional<ArchivedJob> find(String jobId) {
        if (directory == null) {
            return Optional.empty();
        }
        try {
            Path file = file(jobId);
            if (Files.size(file) > LARGEST) {
                LOG.warn("The archive {} is too large to be read with this service's memory", file);
                return Optional.empty();
            }
            return Optional.of(ArchivedJob.parse(jobId, Files.readAllBytes(file), json));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.debug("The archive of job {} cannot be read yet", jobId, e);
            return Optional.empty();
        }
    }

    private Path file(String jobId) throws IOException {
        Path beside = directory.resolve(jobId);
        if (Files.isRegularFile(beside) || !Files.isDirectory(directory)) {
            return beside;
        }
        try (Stream<Path> files = files()) {
            return files.filter(file -> file.endsWith(jobId)).findFirst().orElse(beside);
        }
    }

    /**
     * @param jobId the archive's name
     * @param modifiedAt ms since the epoch
     */
    record Entry(String jobId, long modifiedAt) {}
}
