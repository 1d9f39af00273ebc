package io.jobledger.flink.recorder;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
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
    private static final Pattern ARCHIVE = Pattern.compile("([^/]+/applications/" + ID + "/jobs/)?" + ID);
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
        List<Entry> entries = new ArrayList<>();
        try {
            walk((file, attributes) -> entries.add(new Entry(
                    file.getFileName().toString(), attributes.lastModifiedTime().toMillis())));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot list the archive directory " + directory, e);
        }
        return entries;
    }

    /** What is below the directory and cannot be read, such as a volume's {@code lost+found}, holds no archives. */
    private void walk(BiConsumer<Path, BasicFileAttributes> archive) throws IOException {
        Files.walkFileTree(directory, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = directory.relativize(file).toString();
                if (attributes.isRegularFile() && ARCHIVE.matcher(name).matches()) {
                    archive.accept(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(directory)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
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
        List<Path> found = new ArrayList<>();
        walk((file, attributes) -> {
            if (file.endsWith(jobId)) {
                found.add(file);
            }
        });
        return found.isEmpty() ? beside : found.get(0);
    }

    /**
     * @param jobId the archive's name
     * @param modifiedAt ms since the epoch
     */
    record Entry(String jobId, long modifiedAt) {}
}
