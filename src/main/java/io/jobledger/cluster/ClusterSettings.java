package io.jobledger.cluster;

import io.jobledger.engine.HealthQuestion;
import io.jobledger.engine.process.EngineLauncher;
import java.time.Duration;

/**
 * Describes one cluster, in the words that all engines share.
 *
 * @param subject how error messages call the engine, such as {@code The Flink cluster}
 * @param launcher starts an embedded engine
 * @param question asks a remote cluster whether it is well
 * @param patience a remote cluster that has been silent for longer is taken to be away
 */
public record ClusterSettings(
        String subject,
        EngineProperties properties,
        EngineLauncher launcher,
        HealthQuestion question,
        Duration patience) {}
