package io.jobledger.seatunnel.recorder;

import io.jobledger.engine.EngineMode;
import io.jobledger.engine.process.ServiceDirectories;
import io.jobledger.seatunnel.SeaTunnelCluster;
import io.jobledger.seatunnel.embedded.SeaTunnelDirectories;
import io.jobledger.seatunnel.embedded.SeaTunnelProperties;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the engine leaves what its API does not tell. */
@Factory
final class SeaTunnelRecorderFactory {
    private static final Logger LOG = LoggerFactory.getLogger(SeaTunnelRecorderFactory.class);

    @Singleton
    EngineTimes times(SeaTunnelProperties properties) {
        if (properties.timeZone() == null) {
            return new EngineTimes(ZoneId.systemDefault());
        }
        try {
            return new EngineTimes(ZoneId.of(properties.timeZone()));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "jobledger.seatunnel.time-zone must be a time zone such as Europe/Berlin, but is \""
                            + properties.timeZone() + '"',
                    e);
        }
    }

    @Singleton
    CheckpointFiles checkpoints(SeaTunnelProperties properties, ServiceDirectories directories) {
        return new CheckpointFiles(
                switch (mode(properties)) {
                    case EMBEDDED -> embedded(directories).checkpoints();
                    case REMOTE -> remote(properties.checkpointDir());
                    case OFF -> null;
                });
    }

    /** It may come into being later, with the first checkpoint, or be mounted. */
    private static Path remote(Path checkpoints) {
        if (checkpoints != null && !Files.isDirectory(checkpoints)) {
            LOG.warn("jobledger.seatunnel.checkpoint-dir is {}, which is no directory yet", checkpoints);
        }
        return checkpoints;
    }

    @Singleton
    StateLog stateLog(SeaTunnelProperties properties, ServiceDirectories directories) {
        boolean ours = mode(properties) == EngineMode.EMBEDDED;
        return new StateLog(ours ? embedded(directories).stateLog() : null);
    }

    private static SeaTunnelDirectories embedded(ServiceDirectories directories) {
        return new SeaTunnelDirectories(directories.data(SeaTunnelCluster.ENGINE));
    }

    private static EngineMode mode(SeaTunnelProperties properties) {
        return EngineMode.parse("jobledger.seatunnel.mode", properties.mode());
    }
}
