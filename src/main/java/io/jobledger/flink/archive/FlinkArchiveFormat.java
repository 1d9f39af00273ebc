package io.jobledger.flink.archive;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.recorded.Bodies;
import io.jobledger.flink.recorded.DamagedArchiveException;
import io.jobledger.flink.recorded.FlinkRecordedJobs;
import io.jobledger.http.Json;
import io.jobledger.http.JsonFaults;
import io.jobledger.imports.ArchiveFormat;
import io.jobledger.imports.ArchiveInput;
import io.jobledger.imports.StoppedImportException;
import io.jobledger.imports.UnreadableArchiveException;
import io.jobledger.imports.WatchedDirectory;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Flink's archives, of any cluster. */
public final class FlinkArchiveFormat extends FlinkLayout implements ArchiveFormat {
    /** Age of an archive in ms below which the recorder may not have seen the job yet. */
    private static final long YOUNG_MILLIS = 60_000;

    private final EngineCluster cluster;
    private final ArchiveDirectories directories;
    private final boolean recording;
    private final RunFacts facts;
    private final RecordedBefore before;
    private final FlinkRecordedJobs recorded;
    private final ArchiveReader reader;
    private final Json json;
    private final Clock clock;

    /**
     * Creates the format for the archives of all clusters of Flink.
     *
     * @param cluster the cluster that archives are recorded for unless another is named
     * @param directories {@code jobledger.flink.archive-dirs}: each a path, or {@code cluster=path}; null for none
     * @param recording whether the cluster is recorded, and not switched off
     * @throws IllegalArgumentException if one of the directories is empty
     */
    public FlinkArchiveFormat(
            EngineCluster cluster,
            @Nullable List<String> directories,
            boolean recording,
            RunFacts facts,
            RecordedBefore before,
            FlinkRecordedJobs recorded,
            ArchiveReader reader,
            Json json,
            Clock clock) {
        this.cluster = cluster;
        this.directories = new ArchiveDirectories(cluster, directories);
        this.recording = recording;
        this.facts = facts;
        this.before = before;
        this.recorded = recorded;
        this.reader = reader;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String engine() {
        return cluster.kind();
    }

    @Override
    public String cluster() {
        return cluster.name();
    }

    @Override
    public List<WatchedDirectory> watched() {
        return directories.all();
    }

    @Override
    public JobSnapshot read(JobKey job, ArchiveInput file) throws IOException, UnreadableArchiveException {
        try {
            ArchivedJob archived = reader.readUnchecked(job.jobId(), file);
            JobSnapshot snapshot = facts.archived(job, archived);
            archived.check();
            return snapshot;
        } catch (StoppedImportException e) {
            throw e;
        } catch (DamagedArchiveException e) {
            throw new UnreadableArchiveException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            if (!JsonFaults.isFault(e.getCause())) {
                throw e.getCause();
            }
            throw new UnreadableArchiveException("A document in it " + JsonFaults.words(e.getCause()), e);
        } catch (RuntimeException e) {
            throw new UnreadableArchiveException("A document in it is not as Flink writes it", e);
        }
    }

    @Override
    public boolean isFollowed(JobSnapshot archived, List<JobRun> known, long modifiedAt) {
        if (!recording || !archived.key().cluster().equals(cluster.name())) {
            return false;
        }
        return known.stream()
                .filter(run -> run.startTime() == archived.startTime())
                .findFirst()
                .map(run -> run.closure() == Closure.OPEN)
                .orElseGet(() -> cluster.engine().session().isPresent() && clock.millis() - modifiedAt < YOUNG_MILLIS);
    }

    @Override
    public JobSnapshot complete(JobRun run, JobSnapshot archived) {
        Map<String, Document> documents = new LinkedHashMap<>();
        archived.documents().forEach(document -> documents.put(document.path(), document));
        Map<String, Document> all = before.with(run.id(), documents);
        return archived.toBuilder()
                .attempts(JobFacts.attempts(new Bodies(all, json)))
                .documents(List.copyOf(all.values()))
                .build();
    }

    @Override
    public void recorded(JobRun run) {
        if (run.key().cluster().equals(cluster.name())) {
            recorded.forget(run.key().jobId());
        }
    }
}
