package io.jobledger.seatunnel.wiring;

import io.jobledger.cluster.ClusterFactory;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.engine.EngineMode;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.engine.process.EngineHome;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.http.Json;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.seatunnel.ContractShape;
import io.jobledger.seatunnel.embedded.CausesInLog;
import io.jobledger.seatunnel.embedded.EmbeddedSeaTunnel;
import io.jobledger.seatunnel.embedded.SeaTunnelDirectories;
import io.jobledger.seatunnel.embedded.SeaTunnelProperties;
import io.jobledger.seatunnel.jobs.JobAnswers;
import io.jobledger.seatunnel.live.SeaTunnelEngineErrors;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.jobledger.seatunnel.operation.CutOffOperations;
import io.jobledger.seatunnel.operation.JobOperations;
import io.jobledger.seatunnel.operation.SubmittedConfigs;
import io.jobledger.seatunnel.recorded.SeaTunnelRecordedJobs;
import io.jobledger.seatunnel.recorder.EngineFiles;
import io.jobledger.seatunnel.recorder.EngineJobs;
import io.jobledger.seatunnel.recorder.SeaTunnelFollower;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds SeaTunnel clusters. It receives all parts that they share, and makes the parts of each one.
 *
 * @param listedFinishedJobs {@code jobledger.seatunnel.listed-finished-jobs}: how many ended jobs are listed at most
 */
@Singleton
record SeaTunnelWiring(
        ClusterFactory clusters,
        ServiceDirectories directories,
        EngineClient client,
        EngineJobs engineJobs,
        SeaTunnelEngineErrors errors,
        Ledger ledger,
        OperationLog log,
        ContractShape shape,
        Json json,
        Clock clock,
        @Named(TaskExecutors.BLOCKING) ExecutorService blocking,

        @Property(name = "jobledger.seatunnel.listed-finished-jobs")
        int listedFinishedJobs)
        implements WiredKind.Wiring<SeaTunnelProperties, SeaTunnelParts> {
    private static final Logger LOG = LoggerFactory.getLogger(SeaTunnelWiring.class);

    @Override
    public SeaTunnelParts cluster(String folder, SeaTunnelProperties properties) {
        boolean ours = properties.engineMode() == EngineMode.EMBEDDED;
        EngineHome home = new EngineHome(directories.data(folder));
        SeaTunnelDirectories own = new SeaTunnelDirectories(home);
        EngineCluster cluster = clusters.cluster(new EmbeddedSeaTunnel(directories, properties, home).settings());
        SeaTunnelLive live = new SeaTunnelLive(
                cluster, client, errors, new CausesInLog(ours ? home.log() : null), json, clock, blocking);
        SeaTunnelRecordedJobs recorded = new SeaTunnelRecordedJobs(ledger, cluster, json, listedFinishedJobs);
        SubmittedConfigs configs = new SubmittedConfigs(log, cluster, json);
        CutOffOperations cutOff = new CutOffOperations(cluster, log, ledger, clock);
        SeaTunnelFollower follower = new SeaTunnelFollower(
                cluster, files(properties, own), engineJobs, ledger, recorded, configs, cutOff, shape, json, clock);
        cluster.follow(follower);
        return new SeaTunnelParts(
                cluster,
                live,
                new JobAnswers(cluster, live, recorded, follower, blocking),
                new JobOperations(live, log, ledger, cluster, json, blocking, follower.ends()::record),
                configs,
                cutOff);
    }

    private static EngineFiles files(SeaTunnelProperties properties, SeaTunnelDirectories own) {
        return switch (properties.engineMode()) {
            case EMBEDDED -> new EngineFiles(own.checkpoints(), own.stateLog(), properties.zone());
            case REMOTE -> new EngineFiles(remote(properties.checkpointDir()), null, properties.zone());
            case OFF -> new EngineFiles(null, null, properties.zone());
        };
    }

    /** Returns a remote node's checkpoint storage. It may appear later, with the first checkpoint or a mount. */
    @Nullable
    private static Path remote(@Nullable Path checkpoints) {
        if (checkpoints != null) {
            // A mount that hangs must not keep the service from starting, nor from ending.
            Thread look = new Thread(() -> warnIfAbsent(checkpoints), "checkpoints");
            look.setDaemon(true);
            look.start();
        }
        return checkpoints;
    }

    private static void warnIfAbsent(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            LOG.warn("jobledger.seatunnel.checkpoint-dir is {}, which is no directory yet", checkpoints);
        }
    }
}
