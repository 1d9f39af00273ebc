package io.jobledger.connect.live;

import java.util.Map;

/**
 * Keeps the configs of connectors that no worker has: a worker of 2019 forgets one that it is to pause. Safe for use by
 * many threads. Its methods may block.
 */
public interface KeptConfigs {

    /** Returns all configs by the name of the connector, with the keys and the order in which they were kept. */
    Map<String, Map<String, String>> all();

    /** Keeps a config, secrets in clear. */
    void keep(String name, Map<String, String> config);

    /** Drops the config of a connector, if there is one. */
    void drop(String name);
}
