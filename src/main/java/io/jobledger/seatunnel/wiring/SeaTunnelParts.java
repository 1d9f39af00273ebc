package io.jobledger.seatunnel.wiring;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.seatunnel.jobs.JobAnswers;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.jobledger.seatunnel.operation.CutOffOperations;
import io.jobledger.seatunnel.operation.JobOperations;
import io.jobledger.seatunnel.operation.SubmittedConfigs;

/** Holds the parts of one SeaTunnel cluster that answer requests or end its operations. */
public record SeaTunnelParts(
        EngineCluster cluster,
        SeaTunnelLive live,
        JobAnswers jobs,
        JobOperations operations,
        SubmittedConfigs configs,
        CutOffOperations cutOff)
        implements WiredKind.Parts {}
