package io.jobledger.ledger;

import io.micronaut.core.annotation.Nullable;

/**
 * Describes one run of a job. The newest run of a job has the greatest start time.
 *
 * @param id the ledger's own id of the run
 * @param run 1 for the first recorded run of the job, then 2 … in the order of recording. Imports of old runs can make
 *     that differ from the order of starting
 * @param newest whether no run of the job is recorded that started later
 * @param state as the engine spells it
 * @param startTime milliseconds since the epoch; tells runs of a job apart
 * @param endTime milliseconds since the epoch, not before the start; never null when sealed or lost
 * @param observedAt when the engine gave the recorded answer, milliseconds since the epoch
 * @param summary the engine's own entry for the job in its list of jobs, as JSON. Null when the engine gave none, or
 *     one of more than 1,048,576 characters
 */
public record JobRun(
        long id,
        JobKey key,
        int run,
        boolean newest,
        String name,
        String state,
        Closure closure,
        long startTime,
        @Nullable Long endTime,
        long observedAt,
        @Nullable String summary) {}
