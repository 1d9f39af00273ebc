package io.jobledger.flink.wiring;

import io.jobledger.cluster.ClusterFactory;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.engine.EngineMode;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.flink.FlinkCaches;
import io.jobledger.flink.archive.ArchiveReader;
import io.jobledger.flink.archive.RecordedBefore;
import io.jobledger.flink.archive.RunFacts;
import io.jobledger.flink.compatibility.DroppedFields;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.flink.embedded.FlinkDirectories;
import io.jobledger.flink.embedded.FlinkProperties;
import io.jobledger.flink.jars.EngineJars;
import io.jobledger.flink.jars.JarRuns;
import io.jobledger.flink.jars.JarStore;
import io.jobledger.flink.live.ClusterOverview;
import io.jobledger.flink.live.DashboardConfiguration;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.JobLists;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.live.ToldEnds;
import io.jobledger.flink.operation.CancelWithSavepoint;
import io.jobledger.flink.operation.ClusterShutdown;
import io.jobledger.flink.operation.FlinkOperations;
import io.jobledger.flink.operation.JobChanges;
import io.jobledger.flink.operation.JobExistence;
import io.jobledger.flink.operation.SavepointTargets;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.flink.recorded.FlinkRecordedJobs;
import io.jobledger.flink.recorded.JobDocuments;
import io.jobledger.flink.recorder.FlinkFollower;
import io.jobledger.flink.recorder.FormerAttempts;
import io.jobledger.flink.recorder.JobReader;
import io.jobledger.flink.rescaling.Rescalings;
import io.jobledger.http.Json;
import io.jobledger.imports.FileCalls;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds Flink clusters: receives the parts that they share, and makes the parts of each.
 *
 * @param listedFinishedJobs {@code jobledger.flink.listed-finished-jobs}: maximum number of ended jobs in a list
 * @param rescaleTimeout {@code jobledger.flink.rescale-timeout}: time for a job to run with the requested parallelism
 * @param cacheBytes {@code jobledger.document-cache}: maximum bytes of ready answers per cluster
 * @param readTimeout {@code jobledger.imports.read-timeout}: time for a call of a cluster's archive directory
 * @param databaseUrl unless it is H2's, other services may write to the ledger too
 */
@Singleton
record FlinkWiring(
        ClusterFactory clusters,
        ServiceDirectories directories,
        EngineClient client,
        DroppedFields dropped,
        JarStore jars,
        JobReader reader,
        FormerAttempts attempts,
        RunFacts facts,
        ArchiveReader archiveReader,
        RecordedBefore before,
        Ledger ledger,
        OperationLog log,
        SavepointCatalogue savepoints,
        Json json,
        Clock clock,
        @Named(TaskExecutors.BLOCKING) ExecutorService blocking,

        @Property(name = "jobledger.flink.listed-finished-jobs")
        int listedFinishedJobs,

        @Property(name = "jobledger.flink.rescale-timeout") Duration rescaleTimeout,
        @Property(name = "jobledger.document-cache") long cacheBytes,
        @Property(name = "jobledger.imports.read-timeout") Duration readTimeout,
        @Property(name = "datasources.default.url") String databaseUrl)
        implements WiredKind.Wiring<FlinkProperties, FlinkParts> {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkWiring.class);

    /** A call that hangs must not keep the service from ending. */
    private static final ThreadFactory FILE_THREADS = call -> {
        Thread thread = new Thread(call, "archives");
        thread.setDaemon(true);
        return thread;
    };

    @Override
    public FlinkParts cluster(String folder, FlinkProperties properties) {
        EngineHome home = new EngineHome(directories.data(folder));
        FlinkDirectories own = new FlinkDirectories(home);
        EngineCluster cluster = clusters.cluster(new EmbeddedFlink(directories, properties, home).settings());
        // A remote cluster does not tell how long it caches; most have Flink's default.
        FlinkCaches caches = properties.engineMode() == EngineMode.EMBEDDED
                ? FlinkCaches.of(properties.config())
                : FlinkCaches.DEFAULT;

        FlinkLive live = new FlinkLive(cluster, client, dropped);
        LiveJobs jobs = new LiveJobs(cluster.engine(), client, json);
        ToldEnds ends = new ToldEnds(jobs, ledger, cluster, json, clock, blocking);
        FlinkRecordedJobs recorded = new FlinkRecordedJobs(ledger, cluster, json, cacheBytes, databaseUrl);
        boolean embedded = properties.engineMode() == EngineMode.EMBEDDED;
        SavepointTargets targets = new SavepointTargets(
                directories.dataDir(), own.savepoints(), embedded ? own.home().root() : null);
        FlinkOperations operations = new FlinkOperations(cluster, live, jobs, log, targets, json, blocking);
        Triggers triggers = new Triggers(
                cluster,
                properties.savepoints(own),
                live,
                client,
                operations,
                log,
                ledger,
                savepoints,
                json,
                clock,
                blocking);
        Rescalings rescalings =
                new Rescalings(cluster, caches, live, jobs, client, log, ledger, json, clock, blocking, rescaleTimeout);
        JobExistence existence = new JobExistence(jobs, ledger, live, cluster, blocking);

        EngineJars engineJars = new EngineJars(live, cluster.engine(), client, jars, json);
        cluster.follow(new FlinkFollower(
                cluster,
                archives(properties, own),
                new FileCalls(readTimeout, FILE_THREADS),
                caches,
                jobs,
                reader,
                attempts,
                facts,
                archiveReader,
                before,
                triggers,
                rescalings,
                ledger,
                recorded,
                json,
                clock));
        return new FlinkParts(
                cluster,
                live,
                jobs,
                new JobLists(jobs, ends, ledger, cluster, json, listedFinishedJobs, blocking),
                new ClusterOverview(cluster, live, jobs, ends, ledger, json, blocking),
                new DashboardConfiguration(live, json, caches),
                recorded,
                new JobDocuments(recorded, jobs, live, ends, blocking),
                operations,
                new JobChanges(live, jobs, ends, existence, operations),
                triggers,
                new CancelWithSavepoint(existence, operations, live, log, cluster, json, blocking),
                new ClusterShutdown(cluster.engine(), operations),
                rescalings,
                engineJars,
                new JarRuns(jars, engineJars, live, operations, json, blocking));
    }

    @Nullable
    private static Path archives(FlinkProperties properties, FlinkDirectories own) {
        return switch (properties.engineMode()) {
            case EMBEDDED -> own.archive();
            case REMOTE -> remote(properties.archiveDir());
            case OFF -> null;
        };
    }

    /** Returns the directory even if it is absent: the first archive may create it, or it may be mounted later. */
    @Nullable
    private static Path remote(@Nullable Path archives) {
        if (archives != null) {
            // A mount that hangs must not keep the service from starting.
            FILE_THREADS.newThread(() -> warnIfAbsent(archives)).start();
        }
        return archives;
    }

    private static void warnIfAbsent(Path archives) {
        if (!Files.isDirectory(archives)) {
            LOG.warn("jobledger.flink.archive-dir is {}, which is no directory yet: no archives are read", archives);
        }
    }
}
