package io.jobledger.seatunnel.recorder;

import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * Names the files of an engine that tell more of its jobs than its API.
 *
 * @param checkpoints its checkpoint storage, null if it is out of reach
 * @param stateLog the log of changes of jobs' states, null for an engine that is not ours
 * @param zone the time zone in which the engine writes its times
 */
public record EngineFiles(
        @Nullable Path checkpoints, @Nullable Path stateLog, ZoneId zone) {}
