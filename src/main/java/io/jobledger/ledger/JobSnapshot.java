package io.jobledger.ledger;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Nullable;
import java.util.List;

/**
 * What is known of one run at one moment: the one value that carries a run into the ledger.
 *
 * <p>An empty list says nothing (it does not say "none"): a snapshot may carry only some of the facts.
 *
 * @param name at most 4,096 characters are kept
 * @param state as the engine spells it
 * @param startTime milliseconds since the epoch, not negative; tells runs of a job apart
 * @param endTime milliseconds since the epoch; required unless the run is open; one before the start (an engine's
 *     clock may be set back) is taken for the start
 * @param observedAt when the engine said so, milliseconds since the epoch: of two snapshots of an open run the later
 *     observed one wins, in whatever order they are recorded
 * @param summary the engine's own entry for the job in its list of jobs, as JSON; null says nothing. One of
 *     more than 1,048,576 characters is not kept, as JSON that is cut is none
 * @param checkpointsTotal how many checkpoints of the run the engine has counted, those among them that it has dropped
 *     from its history; null says nothing
 * @param samples of an open run only so many are kept that a run has a few hundred, and the first of each five seconds;
 *     those of a sealed run are its last and are all kept
 */
public record JobSnapshot(
        JobKey key,
        String name,
        String state,
        Closure closure,
        long startTime,
        @Nullable Long endTime,
        long observedAt,
        @Nullable String summary,
        @Nullable Long checkpointsTotal,
        List<StateChange> states,
        List<Vertex> vertices,
        List<Attempt> attempts,
        List<Checkpoint> checkpoints,
        List<JobException> exceptions,
        List<Document> documents,
        List<MetricSample> samples) {
    public JobSnapshot {
        requireNonNull(key, "key");
        requireNonNull(name, "name");
        requireNonNull(state, "state");
        requireNonNull(closure, "closure");
        if (!Limits.storable(key)) {
            throw new IllegalArgumentException("Not a key that can be recorded: " + key);
        }
        if (startTime < 0) {
            throw new IllegalArgumentException("A run is known by its start time, and " + key + " has none");
        }
        if (closure != Closure.OPEN && endTime == null) {
            throw new IllegalArgumentException("A run that is " + closure + " has an end, and " + key + " has none");
        }
        endTime = endTime == null ? null : Long.valueOf(Math.max(startTime, endTime));
        states = List.copyOf(states);
        vertices = List.copyOf(vertices);
        attempts = List.copyOf(attempts);
        checkpoints = List.copyOf(checkpoints);
        exceptions = List.copyOf(exceptions);
        documents = List.copyOf(documents);
        samples = List.copyOf(samples);
    }

    /** A builder of a snapshot of an open run without facts. */
    public static Builder builder(JobKey key) {
        return new Builder(key);
    }

    /** A builder that begins with everything this snapshot says. */
    public Builder toBuilder() {
        return new Builder(key)
                .name(name)
                .state(state)
                .closure(closure)
                .startTime(startTime)
                .endTime(endTime)
                .observedAt(observedAt)
                .summary(summary)
                .checkpointsTotal(checkpointsTotal)
                .states(states)
                .vertices(vertices)
                .attempts(attempts)
                .checkpoints(checkpoints)
                .exceptions(exceptions)
                .documents(documents)
                .samples(samples);
    }

    /** Name, state, start and observation must be set; each list replaces the one set before. */
    public static final class Builder {
        private final JobKey key;
        private String name;
        private String state;
        private Closure closure = Closure.OPEN;
        private long startTime = -1;
        private Long endTime;
        private long observedAt;
        private String summary;
        private Long checkpointsTotal;
        private List<StateChange> states = List.of();
        private List<Vertex> vertices = List.of();
        private List<Attempt> attempts = List.of();
        private List<Checkpoint> checkpoints = List.of();
        private List<JobException> exceptions = List.of();
        private List<Document> documents = List.of();
        private List<MetricSample> samples = List.of();

        private Builder(JobKey key) {
            this.key = key;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder state(String state) {
            this.state = state;
            return this;
        }

        public Builder closure(Closure closure) {
            this.closure = closure;
            return this;
        }

        public Builder startTime(long startTime) {
            this.startTime = startTime;
            return this;
        }

        public Builder endTime(@Nullable Long endTime) {
            this.endTime = endTime;
            return this;
        }

        public Builder observedAt(long observedAt) {
            this.observedAt = observedAt;
            return this;
        }

        public Builder summary(@Nullable String summary) {
            this.summary = summary;
            return this;
        }

        public Builder checkpointsTotal(@Nullable Long checkpointsTotal) {
            this.checkpointsTotal = checkpointsTotal;
            return this;
        }

        public Builder states(List<StateChange> states) {
            this.states = states;
            return this;
        }

        public Builder vertices(List<Vertex> vertices) {
            this.vertices = vertices;
            return this;
        }

        public Builder attempts(List<Attempt> attempts) {
            this.attempts = attempts;
            return this;
        }

        public Builder checkpoints(List<Checkpoint> checkpoints) {
            this.checkpoints = checkpoints;
            return this;
        }

        public Builder exceptions(List<JobException> exceptions) {
            this.exceptions = exceptions;
            return this;
        }

        public Builder documents(List<Document> documents) {
            this.documents = documents;
            return this;
        }

        public Builder samples(List<MetricSample> samples) {
            this.samples = samples;
            return this;
        }

        public JobSnapshot build() {
            return new JobSnapshot(
                    key,
                    name,
                    state,
                    closure,
                    startTime,
                    endTime,
                    observedAt,
                    summary,
                    checkpointsTotal,
                    states,
                    vertices,
                    attempts,
                    checkpoints,
                    exceptions,
                    documents,
                    samples);
        }
    }
}
