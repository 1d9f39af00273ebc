package io.jobledger.flink.rescaling;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.engine.EngineSession;
import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.flink.FlinkCaches;
import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.operation.ClientRequest;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.h2.DiskNearlyFullException;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.operations.OperationStatus;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves Flink 1.8's rescaling, which later versions answer with 503, by its replacement: the resource requirements of
 * the adaptive scheduler. The engine accepts new requirements at once, and follows them later or never. A rescaling is
 * completed when the job runs with them.
 *
 * <p>The state of a rescaling is in its operation's row and in the engine. One lock separates requests from the
 * recorder's rounds. Each makes a few calls to the engine.
 */
public final class Rescalings {
    private static final Logger LOG = LoggerFactory.getLogger(Rescalings.class);

    /** The engine's exception for a job that is unknown, or no longer runs. */
    private static final String NO_SUCH_JOB = "FlinkJobNotFoundException";

    private final FlinkLive live;
    private final LiveJobs jobs;
    private final RescalingCalls engine;
    private final RescalingRows rows;
    private final RescalingSteps steps;
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final Json json;
    private final ExecutorService blocking;

    /**
     * Creates the rescalings of one cluster.
     *
     * @param timeout {@code jobledger.flink.rescale-timeout}: time for a job to run with the requested parallelism
     */
    public Rescalings(
            EngineCluster cluster,
            FlinkCaches caches,
            FlinkLive live,
            LiveJobs jobs,
            EngineClient client,
            OperationLog log,
            Ledger ledger,
            Json json,
            Clock clock,
            ExecutorService blocking,
            Duration timeout) {
        this.live = live;
        this.jobs = jobs;
        this.engine = new RescalingCalls(client, json);
        this.rows = new RescalingRows(log, cluster, json, clock);
        this.steps = new RescalingSteps(engine, rows, caches, json, timeout);
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.blocking = blocking;
    }

    /** Begins to rescale a job, and answers with a request id. For an ended job, {@link #status} has the failure. */
    public CompletionStage<HttpResponse<?>> rescale(String jobid, int parallelism, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        if (parallelism < 1) {
            throw FlinkEngineErrors.unresolvableQuery("parallelism", Integer.toString(parallelism));
        }
        ClientRequest asked = ClientRequest.by(request);
        return CompletableFuture.supplyAsync(() -> afterItsEnd(jobId, asked), blocking)
                .thenCompose(failed -> failed != null
                        ? CompletableFuture.completedFuture(failed)
                        : live.onSession(session -> CompletableFuture.supplyAsync(
                                () -> begin(session, jobId, parallelism, asked), blocking)));
    }

    /** Returns the answer about a job that only the ledger knows; null for others. It needs no engine. */
    @Nullable
    private HttpResponse<?> afterItsEnd(String jobId, ClientRequest asked) {
        return jobs.live(jobId)
                ? null
                : ledger.newestRun(cluster.job(jobId))
                        .filter(run -> run.closure() != Closure.OPEN)
                        .map(JobRun::state)
                        .map(state -> ended(jobId, state, asked))
                        .orElse(null);
    }

    private synchronized HttpResponse<?> begin(
            EngineSession session, String jobId, int parallelism, ClientRequest asked) {
        EngineAnswer job = engine.job(session, jobId);
        if (!job.ok()) {
            return FlinkLive.response(job);
        }
        String state = Json.text(json.read(job.body()), "state");
        if (FlinkStates.isFinal(state)) {
            return ended(jobId, state, asked);
        }
        EngineAnswer told = engine.requirements(session, jobId);
        if (!told.ok()) {
            return cannot(jobId, told, asked);
        }
        Requirements now = Requirements.of(json.read(told.body()));
        Map<Operation, RescalingPlan> earlier = inProgress(jobId);
        RescalingPlan plan = superseding(earlier.values(), parallelism, now);
        // Recorded before the earlier ones fail, so that a crash in between keeps the requirements to restore.
        Operation operation = rows.begin(jobId, plan, asked);
        earlier.forEach((old, its) -> rows.fail(
                old,
                "Another rescaling of the job was asked for, before it ran with parallelism " + its.parallelism()
                        + '.'));
        try {
            steps.ask(session, operation, plan, now.equals(plan.former()));
            jobs.changed();
        } catch (RuntimeException e) {
            LOG.atLevel(DiskNearlyFullException.level(e))
                    .log(
                            "Rescaling {} is not under way yet, the next round repeats it: {}",
                            operation.id(),
                            e.toString());
        }
        return accepted(operation);
    }

    /** Answers without requirements: the scheduler has none, the engine is too old for the path, or there is no job. */
    private HttpResponse<?> cannot(String jobId, EngineAnswer told, ClientRequest asked) {
        if (new String(told.body(), StandardCharsets.UTF_8).contains(NO_SUCH_JOB)) {
            return ended(jobId, "that the engine has not told yet", asked);
        }
        if (told.status() != 404 && told.status() != 500) {
            return FlinkLive.response(told);
        }
        throw ApiException.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The engine cannot rescale this job: only the adaptive scheduler can, and only streaming jobs."
                        + " Set jobledger.flink.scheduler: adaptive (in a remote cluster's own configuration,"
                        + " jobmanager.scheduler: adaptive).");
    }

    private Map<Operation, RescalingPlan> inProgress(String jobId) {
        Map<Operation, RescalingPlan> plans = new LinkedHashMap<>();
        for (Operation operation : rows.inProgress()) {
            if (jobId.equals(operation.jobId())) {
                rows.plan(operation).ifPresent(plan -> plans.put(operation, plan));
            }
        }
        return plans;
    }

    /** Returns the plan that replaces others, which may or may not have reached the engine. */
    private static RescalingPlan superseding(Collection<RescalingPlan> earlier, int parallelism, Requirements now) {
        Requirements former = now;
        Set<Integer> superseded = new TreeSet<>();
        for (RescalingPlan plan : earlier) {
            if (plan.isOurs(now)) {
                former = plan.former();
            }
            superseded.add(plan.parallelism());
            superseded.addAll(plan.superseded());
        }
        return new RescalingPlan(parallelism, former, superseded);
    }

    private HttpResponse<?> ended(String jobId, String state, ClientRequest asked) {
        String message = "Job " + jobId + " has ended, in the state " + state + ". It cannot be rescaled.";
        return accepted(rows.failed(jobId, asked, message));
    }

    private HttpResponse<?> accepted(Operation operation) {
        JsonNode id = JsonNode.createStringNode(operation.triggerId());
        return FlinkAnswers.json(200, json.write(JsonNode.createObjectNode(Map.of("request-id", id))));
    }

    /** Answers with the state of a rescaling, from the ledger alone, and so for ever. */
    public CompletionStage<HttpResponse<?>> status(String jobid, String triggerid) {
        String jobId = FlinkIds.hex("jobid", jobid);
        String triggerId = FlinkIds.hex("triggerid", triggerid);
        return CompletableFuture.supplyAsync(
                () -> {
                    Operation operation = rows.find(jobId, triggerId)
                            .orElseThrow(() -> FlinkEngineErrors.unknown(
                                    "There is no rescaling with triggerId=" + triggerId + " for job " + jobId + '.'));
                    return operation.status() == OperationStatus.IN_PROGRESS
                            ? FlinkAnswers.json(200, json.write(RescalingOutcome.inProgress()))
                            : FlinkAnswers.json(
                                    operation.resultStatus(), operation.result().getBytes(StandardCharsets.UTF_8));
                },
                blocking);
    }

    /** Takes every rescaling in progress one step on. */
    public void follow(EngineSession session) {
        forEach(operation -> steps.take(session, operation));
    }

    /** Ends rescalings past their timeout, while the engine is away. */
    public void endLate() {
        forEach(steps::endIfLate);
    }

    /** Ends all rescalings in progress: the engine is gone, and no other will come. */
    public void endAll() {
        forEach(steps::end);
    }

    private synchronized void forEach(Consumer<Operation> step) {
        for (Operation operation : rows.inProgress()) {
            try {
                step.accept(operation);
            } catch (RuntimeException e) {
                LOG.atLevel(DiskNearlyFullException.level(e))
                        .log("How rescaling {} goes is not known yet: {}", operation.id(), e.toString());
            }
        }
    }
}
