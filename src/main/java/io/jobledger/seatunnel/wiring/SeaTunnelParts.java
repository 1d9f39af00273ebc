package io.jobledger.seatunnel.wiring;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.seatunnel.jobs.JobAnswers;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.jobledger.seatunnel.operation.JobOperations;

/** The parts of one SeaTunnel cluster that answer requests. */
public record SeaTunnelParts(
        EngineCluster cluster, SeaTunnelLive live, JobAnswers jobs, JobOperations operations)
        implements WiredKind.Parts {}
