package io.jobledger.seatunnel.recorder;

import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the checkpoints in the engine's storage, a folder per job. The engine keeps few checkpoints, and deletes a
 * cancelled job's folder at once. So folders of running jobs are read several times a second, and files are remembered
 * until recorded.
 */
final class CheckpointFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);

    @Nullable
    private final Path storage;

    private final Map<String, Map<Path, CheckpointFile>> seen = new ConcurrentHashMap<>();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    /** @param storage null if it is out of reach */
    CheckpointFiles(@Nullable Path storage) {
        this.storage = storage;
    }

    /** Returns whether there is a storage to look into. */
    boolean areKnown() {
        return storage != null;
    }

    /** Sets the jobs whose folders to look into, and forgets the files of other jobs. */
    void watch(Set<String> jobIds) {
        seen.keySet().retainAll(jobIds);
        unreadable.retainAll(jobIds);
        jobIds.forEach(jobId -> seen.computeIfAbsent(jobId, unseen -> new ConcurrentHashMap<>()));
    }

    /** Looks into the folders of the jobs that are watched. */
    void look() {
        seen.forEach((jobId, files) -> list(jobId).forEach(files::putIfAbsent));
    }

    /** Returns the job's files, oldest first: those present, and those that are gone and not forgotten. */
    List<Seen> of(String jobId) {
        Map<Path, CheckpointFile> present = list(jobId);
        Map<Path, CheckpointFile> all = new LinkedHashMap<>(seen.getOrDefault(jobId, Map.of()));
        present.forEach(all::putIfAbsent);
        return all.values().stream()
                .sorted(Comparator.comparingLong(CheckpointFile::triggerTime))
                .map(file -> new Seen(file, !present.containsKey(file.path())))
                .toList();
    }

    /** Remembers a file that was present before, and may be gone. */
    void remember(String jobId, CheckpointFile file) {
        seen.computeIfAbsent(jobId, unseen -> new ConcurrentHashMap<>()).put(file.path(), file);
    }

    /** Forgets a file that is recorded as gone. */
    void forget(String jobId, CheckpointFile file) {
        seen.getOrDefault(jobId, Map.of()).remove(file.path());
    }

    /** @param gone whether the engine has deleted it */
    record Seen(CheckpointFile file, boolean gone) {}

    private Map<Path, CheckpointFile> list(String jobId) {
        Map<Path, CheckpointFile> files = new LinkedHashMap<>();
        if (storage == null) {
            return files;
        }
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(storage.resolve(jobId), "*.ser")) {
            for (Path path : folder) {
                read(jobId, path, files);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // A job without checkpoints has no folder.
        } catch (IOException | DirectoryIteratorException e) {
            warn(jobId, e);
        }
        return files;
    }

    /** Warns once for each job, because the read is repeated several times a second. */
    private void warn(String jobId, Exception e) {
        if (unreadable.add(jobId)) {
            LOG.warn("Checkpoints of job {} cannot be read: {}", jobId, e.toString());
        }
    }

    private void read(String jobId, Path path, Map<Path, CheckpointFile> files) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            CheckpointFile.of(path, attributes.lastModifiedTime().toMillis(), attributes.size())
                    .ifPresent(file -> files.put(path, file));
        } catch (NoSuchFileException e) {
            // Deleted since the folder was listed.
        } catch (IOException e) {
            warn(jobId, e);
        }
    }
}
