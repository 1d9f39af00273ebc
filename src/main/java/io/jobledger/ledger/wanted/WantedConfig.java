package io.jobledger.ledger.wanted;

import static java.util.Objects.requireNonNull;

/**
 * Describes a job that an engine is to run.
 *
 * @param jobId the id under which the engine is to run it, at most 128 characters
 * @param state as the engine spells it, at most 32 characters
 * @param config as the engine needs it, with its secrets in clear; it must reach no log and no answer of history
 */
public record WantedConfig(String jobId, String state, String config) {
    public WantedConfig {
        requireNonNull(jobId, "jobId");
        requireNonNull(state, "state");
        requireNonNull(config, "config");
    }

    /** Returns the same configuration in another state. */
    public WantedConfig in(String other) {
        return new WantedConfig(jobId, other, config);
    }

    /** Leaves out the configuration, which holds secrets. */
    @Override
    public String toString() {
        return "WantedConfig[" + jobId + ", " + state + ']';
    }
}
