package io.jobledger.flink.rescaling;

import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkCaches;
import io.jobledger.flink.FlinkStates;
import io.jobledger.http.Json;
import io.jobledger.ledger.operations.Operation;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a rescaling one step on from its current state, so that a failed or cut-off step is repeated.
 *
 * @param timeout {@code jobledger.flink.rescale-timeout}: time for the job to run with the requested parallelism
 */
record RescalingSteps(RescalingCalls engine, RescalingRows rows, FlinkCaches caches, Json json, Duration timeout) {
    private static final Logger LOG = LoggerFactory.getLogger(RescalingSteps.class);

    /** Good states of a vertex. A source with nothing left to read has finished, at the requested parallelism. */
    private static final Set<String> GOES_WELL = Set.of("RUNNING", "FINISHED");

    void take(EngineSession session, Operation operation) {
        Optional<RescalingPlan> plan = rows.plan(operation);
        if (plan.isEmpty()) {
            return;
        }
        boolean late = isLate(operation);
        String before = ", before it ran with parallelism " + plan.get().parallelism() + '.';
        EngineAnswer answer = engine.job(session, operation.jobId());
        if (!answer.ok()) {
            // Not at once: a JobManager that replaces another has the job back some time later.
            if (late) {
                rows.fail(operation, "The engine has no such job any more" + before);
            }
            return;
        }
        JsonNode job = json.read(answer.body());
        String state = Json.text(job, "state");
        if (FlinkStates.isFinal(state)) {
            rows.fail(operation, "The job ended, in the state " + state + before);
            return;
        }
        EngineAnswer told = engine.requirements(session, operation.jobId());
        if (told.ok()) {
            take(session, operation, plan.get(), job, Requirements.of(json.read(told.body())), late);
        } else if (late) {
            rows.refused(operation, told.body());
        }
    }

    private void take(
            EngineSession session,
            Operation operation,
            RescalingPlan plan,
            JsonNode job,
            Requirements now,
            boolean late) {
        boolean asked = now.equals(plan.asked());
        boolean lasting = now.equals(plan.lasting());
        boolean former = now.equals(plan.former());
        // Earlier, the engine's cache may be from before the request.
        boolean told = rows.age(operation) >= caches.settled();
        if ((asked || lasting) && told && runs(job, plan.parallelism())) {
            complete(session, operation, plan, lasting);
        } else if (!plan.isOurs(now) && !lasting && !former) {
            rows.fail(
                    operation,
                    "Other resource requirements were set, and stay, before the job ran with parallelism "
                            + plan.parallelism() + '.');
        } else if (late) {
            giveUp(session, operation, plan, former);
        } else if (!asked && !lasting) {
            ask(session, operation, plan, former);
        }
    }

    /** @param former true if the former requirements, restored after a refusal, are in force anyway */
    void ask(EngineSession session, Operation operation, RescalingPlan plan, boolean former) {
        EngineAnswer required = engine.require(session, operation.jobId(), plan.asked());
        if (!required.ok()) {
            if (!former
                    && !engine.require(session, operation.jobId(), plan.former())
                            .ok()) {
                LOG.warn("Job {} goes on asking for what a superseded rescaling did", operation.jobId());
            }
            rows.refused(operation, required.body());
        }
    }

    private static boolean runs(JsonNode job, int parallelism) {
        boolean runs = "RUNNING".equals(Json.text(job, "state"));
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            runs &= Json.number(vertex, "parallelism") == parallelism
                    && GOES_WELL.contains(Json.text(vertex, "status"));
        }
        return runs;
    }

    private void complete(EngineSession session, Operation operation, RescalingPlan plan, boolean lasting) {
        if (!lasting
                && !engine.require(session, operation.jobId(), plan.lasting()).ok()) {
            LOG.warn("Job {} goes on asking for no fewer than {} slots", operation.jobId(), plan.parallelism());
        }
        rows.complete(operation);
        LOG.info("Job {} was rescaled to parallelism {}", operation.jobId(), plan.parallelism());
    }

    /** Fails a rescaling on timeout while its engine is away. The former requirements cannot be restored. */
    void endIfLate(Operation operation) {
        if (isLate(operation)) {
            end(operation, withinTime() + "the Flink cluster did not answer, and the job was not seen to run");
        }
    }

    /** Fails a rescaling whose engine is gone until the service restarts. */
    void end(Operation operation) {
        end(
                operation,
                "The service has no Flink cluster any more (it was shut down, or jobledger.flink.mode is off), and the job"
                        + " was not seen to run");
    }

    private void end(Operation operation, String message) {
        rows.plan(operation)
                .ifPresent(plan -> rows.fail(
                        operation,
                        message + " with parallelism " + plan.parallelism()
                                + ". What the job asked for before could not be restored: if it comes back, it may still"
                                + " ask for exactly that parallelism."));
    }

    private boolean isLate(Operation operation) {
        return rows.age(operation) >= timeout.toMillis();
    }

    private String withinTime() {
        return "Within " + timeout.toSeconds() + " s (jobledger.flink.rescale-timeout) ";
    }

    private void giveUp(EngineSession session, Operation operation, RescalingPlan plan, boolean former) {
        boolean restored = former
                || engine.require(session, operation.jobId(), plan.former()).ok();
        rows.fail(
                operation,
                withinTime() + "the job did not come to run with parallelism " + plan.parallelism()
                        + ": there may be too few task slots. "
                        + (restored
                                ? "What it asked for before is in force again."
                                : "The engine did not let it ask for what it asked for before."));
    }
}
