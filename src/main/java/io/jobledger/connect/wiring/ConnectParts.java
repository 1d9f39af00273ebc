package io.jobledger.connect.wiring;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.WiredKind;
import io.jobledger.connect.live.ConnectLive;

/** Holds the parts of one RocketMQ Connect cluster that answer requests. */
public record ConnectParts(EngineCluster cluster, ConnectLive live) implements WiredKind.Parts {}
