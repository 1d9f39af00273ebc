package io.jobledger.connect.live;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the configs of connectors that no worker has: a worker of 2019 forgets one that it is to pause. Safe for use by
 * many threads. Its methods do not block.
 */
public interface KeptConfigs {

    /** Returns all configs by the name of the connector, with the keys and the order in which they were kept. */
    Map<String, Map<String, String>> all();

    /** Keeps a config, secrets in clear. Completes once it is durable. */
    CompletionStage<Void> keep(String name, Map<String, String> config);

    /** Drops the config of a connector, if there is one. Completes once it is gone for good. */
    CompletionStage<Void> drop(String name);
}
