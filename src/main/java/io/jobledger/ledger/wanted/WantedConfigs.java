package io.jobledger.ledger.wanted;

import io.jobledger.ledger.JobKey;
import java.util.List;
import java.util.Optional;

/** Keeps what engines are to run after a restart that makes them forget. All methods block. */
public interface WantedConfigs {

    /** Returns all of a cluster, those first that were wanted first. */
    List<WantedConfig> of(String engine, String cluster);

    Optional<WantedConfig> find(JobKey job);

    /**
     * Keeps a configuration, instead of the job's earlier one.
     *
     * @param at milliseconds since the epoch; without effect if the job has one already
     * @throws IllegalArgumentException if the job's id cannot be recorded
     */
    void want(String engine, String cluster, WantedConfig config, long at);

    /** Deletes the configuration of a job, if there is one. */
    void drop(JobKey job);
}
