package io.jobledger.flink.wiring;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.flink.jars.EngineJars;
import io.jobledger.flink.jars.JarRuns;
import io.jobledger.flink.live.ClusterOverview;
import io.jobledger.flink.live.DashboardConfiguration;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.JobLists;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.operation.CancelWithSavepoint;
import io.jobledger.flink.operation.ClusterShutdown;
import io.jobledger.flink.operation.FlinkOperations;
import io.jobledger.flink.operation.JobChanges;
import io.jobledger.flink.operation.Triggers;
import io.jobledger.flink.recorded.FlinkRecordedJobs;
import io.jobledger.flink.recorded.JobDocuments;
import io.jobledger.flink.rescaling.Rescalings;

/** The parts of one Flink cluster that answer requests. */
public record FlinkParts(
        EngineCluster cluster,
        FlinkLive live,
        LiveJobs jobs,
        JobLists lists,
        ClusterOverview overview,
        DashboardConfiguration dashboard,
        FlinkRecordedJobs recorded,
        JobDocuments documents,
        FlinkOperations operations,
        JobChanges changes,
        Triggers triggers,
        CancelWithSavepoint cancelWithSavepoint,
        ClusterShutdown shutdown,
        Rescalings rescalings,
        EngineJars engineJars,
        JarRuns jarRuns)
        implements WiredKind.Parts {}
