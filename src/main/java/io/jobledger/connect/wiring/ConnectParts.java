package io.jobledger.connect.wiring;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.connect.live.ConnectLive;
import io.jobledger.connect.operation.ConnectOperations;
import io.jobledger.connect.recorded.ConnectorAnswers;

/** Holds the parts of one RocketMQ Connect cluster that answer requests. */
public record ConnectParts(
        EngineCluster cluster, ConnectLive live, ConnectorAnswers answers, ConnectOperations operations)
        implements WiredKind.Parts {}
