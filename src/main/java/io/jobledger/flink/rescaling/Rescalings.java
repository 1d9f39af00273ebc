package io.jobledger.flink.rescaling;

import io.jobledger.engine.EngineAnswer;
import io.jobledger.engine.EngineSession;
import io.jobledger.flink.EngineErrors;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.FlinkIds;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.Json;
import io.jobledger.flink.live.FlinkAnswers;
import io.jobledger.flink.live.FlinkLive;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.operation.Asked;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.NewOperation;
import io.jobledger.ledger.Operation;
import io.jobledger.ledger.OperationKind;
import io.jobledger.ledger.OperationLog;
import io.jobledger.ledger.OperationStatus;
import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rescaling as Flink 1.8 had it and later versions answer with 503, done by what replaced it: the resource requirements
 * of a job under the adaptive scheduler. The engine takes new requirements at once and follows them some time later, or
 * never; a rescaling is completed when the job runs so.
 *
 * <p>All that is to be known of a rescaling is in its operation's row and in the engine. One lock holds a request and the
 * recorder's rounds apart; each takes a few calls to the engine.
 */
@Singleton
public final class Rescalings {
    private static final Logger LOG = LoggerFactory.getLogger(Rescalings.class);

    /** The engine shows a job out of a cache of three seconds: sooner it may tell of the time before the request. */
    private static final long ENGINE_CACHE_MILLIS = 3500;

    private static final String NO_SUCH_JOB = "FlinkJobNotFoundException";

    private final FlinkLive live;
    private final LiveJobs jobs;
    private final RescalingCalls engine;
    private final OperationLog log;
    private final Ledger ledger;
    private final FlinkCluster cluster;
    private final Json json;
    private final Clock clock;
    private final Duration timeout;
    private final ExecutorService blocking;

    /** @param timeout {@code jobledger.flink.rescale-timeout}: how long a job has to come to run as asked */
    Rescalings(
            FlinkLive live,
            LiveJobs jobs,
            RescalingCalls engine,
            OperationLog log,
            Ledger ledger,
            FlinkCluster cluster,
            Json json,
            Clock clock,
            @Property(name = "jobledger.flink.rescale-timeout") Duration timeout,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.live = live;
        this.jobs = jobs;
        this.engine = engine;
        this.log = log;
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
        this.timeout = timeout;
        this.blocking = blocking;
    }

    /** Begins to rescale a job; the answer is a request id. Of a job that has ended only {@link #status} tells. */
    public CompletionStage<HttpResponse<?>> rescale(String jobid, int parallelism, HttpRequest<?> request) {
        String jobId = FlinkIds.hex("jobid", jobid);
        if (parallelism < 1) {
            throw EngineErrors.unresolvableQuery("parallelism", Integer.toString(parallelism));
        }
        Asked asked = Asked.by(request);
        return CompletableFuture.supplyAsync(() -> recordedEnd(jobId), blocking)
                .thenCompose(end -> end.isPresent()
                        ? CompletableFuture.supplyAsync(() -> ended(jobId, end.get(), asked), blocking)
                        : live.onSession(session -> CompletableFuture.supplyAsync(
                                () -> begin(session, jobId, parallelism, asked), blocking)));
    }

    /** The final state of a job that only the ledger knows. */
    private Optional<String> recordedEnd(String jobId) {
        return jobs.live(jobId)
                ? Optional.empty()
                : ledger.newestRun(cluster.job(jobId))
                        .filter(run -> run.closure() != Closure.OPEN)
                        .map(JobRun::state);
    }

    private synchronized HttpResponse<?> begin(EngineSession session, String jobId, int parallelism, Asked asked) {
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
            if (text(told.body()).contains(NO_SUCH_JOB)) {
                return ended(jobId, "that the engine has not told yet", asked);
            }
            throw ApiException.of(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The engine cannot rescale this job: only the adaptive scheduler can, and only streaming jobs."
                            + " Set jobledger.flink.scheduler: adaptive (in a remote cluster's own configuration,"
                            + " jobmanager.scheduler: adaptive).");
        }
        Requirements now = Requirements.of(json.read(told.body()));
        Requirements former = supersede(jobId, now);
        RescalingPlan plan = new RescalingPlan(parallelism, former);
        Operation operation = note(jobId, plan.noted(asked.line(), json), asked);
        try {
            EngineAnswer answer = engine.require(session, jobId, plan.asked());
            jobs.changed();
            if (!answer.ok()) {
                if (!now.equals(former)) {
                    engine.require(session, jobId, former);
                }
                finish(operation, OperationStatus.FAILED, RescalingOutcome.refused(answer.body(), json));
            }
        } catch (RuntimeException e) {
            LOG.warn("Rescaling {} is not under way yet, the next round repeats it: {}", operation.id(), e.toString());
        }
        return accepted(operation);
    }

    /**
     * Ends a rescaling of the job that is under way in favour of a new one.
     *
     * @return what is to be restored if the new one fails
     */
    private Requirements supersede(String jobId, Requirements now) {
        Requirements former = now;
        for (Operation earlier : inProgress()) {
            if (jobId.equals(earlier.jobId())) {
                RescalingPlan plan = RescalingPlan.parse(earlier.request(), json);
                if (now.equals(plan.asked())) {
                    former = plan.former();
                }
                fail(
                        earlier,
                        "Another rescaling of the job was asked for before it ran with parallelism "
                                + plan.parallelism() + '.');
            }
        }
        return former;
    }

    private HttpResponse<?> ended(String jobId, String state, Asked asked) {
        Operation operation = note(jobId, asked.line(), asked);
        fail(operation, "Job " + jobId + " has ended, in the state " + state + ". It cannot be rescaled.");
        return accepted(operation);
    }

    private Operation note(String jobId, String text, Asked asked) {
        return log.begin(new NewOperation(
                FlinkCluster.ENGINE,
                cluster.name(),
                jobId,
                OperationKind.RESCALING,
                UUID.randomUUID().toString().replace("-", ""),
                clock.millis(),
                asked.from(),
                text));
    }

    private HttpResponse<?> accepted(Operation operation) {
        return FlinkAnswers.json(
                200,
                json.write(JsonNode.createObjectNode(
                        Map.of("request-id", JsonNode.createStringNode(operation.triggerId())))));
    }

    /** How a rescaling goes; from the ledger alone, and so for ever. */
    public CompletionStage<HttpResponse<?>> status(String jobid, String triggerid) {
        String jobId = FlinkIds.hex("jobid", jobid);
        String triggerId = FlinkIds.hex("triggerid", triggerid);
        return CompletableFuture.supplyAsync(
                () -> {
                    Operation operation = log.find(cluster.job(jobId), triggerId)
                            .filter(found -> found.kind() == OperationKind.RESCALING)
                            .orElseThrow(() -> EngineErrors.unknown(
                                    "There is no rescaling with triggerId=" + triggerId + " for job " + jobId + '.'));
                    return operation.status() == OperationStatus.IN_PROGRESS
                            ? FlinkAnswers.json(200, json.write(RescalingOutcome.inProgress()))
                            : FlinkAnswers.json(
                                    operation.resultStatus(), operation.result().getBytes(StandardCharsets.UTF_8));
                },
                blocking);
    }

    /** Takes every rescaling that is in progress one step on. Repeats what failed or was cut off. */
    public synchronized void follow(EngineSession session) {
        for (Operation operation : inProgress()) {
            try {
                follow(session, operation);
            } catch (RuntimeException e) {
                LOG.warn("How rescaling {} goes is not known yet: {}", operation.id(), e.toString());
            }
        }
    }

    private List<Operation> inProgress() {
        return log.inProgress(FlinkCluster.ENGINE, cluster.name()).stream()
                .filter(operation -> operation.kind() == OperationKind.RESCALING)
                .toList();
    }

    private void follow(EngineSession session, Operation operation) {
        RescalingPlan plan = RescalingPlan.parse(operation.request(), json);
        String jobId = operation.jobId();
        long age = clock.millis() - operation.requestedAt();
        boolean late = age >= timeout.toMillis();
        EngineAnswer answer = engine.job(session, jobId);
        // A JobManager that was replaced may not have recovered the job yet.
        if (!answer.ok()) {
            if (late) {
                fail(operation, "The engine no longer knows job " + jobId + '.');
            }
            return;
        }
        JsonNode job = json.read(answer.body());
        String state = Json.text(job, "state");
        if (FlinkStates.isFinal(state)) {
            fail(
                    operation,
                    "Job " + jobId + " ended, in the state " + state + ", before it ran with parallelism "
                            + plan.parallelism() + '.');
            return;
        }
        EngineAnswer told = engine.requirements(session, jobId);
        if (!told.ok()) {
            if (late) {
                finish(operation, OperationStatus.FAILED, RescalingOutcome.refused(told.body(), json));
            }
            return;
        }
        Requirements now = Requirements.of(json.read(told.body()));
        boolean asked = now.equals(plan.asked());
        boolean lasting = now.equals(plan.lasting());
        boolean former = now.equals(plan.former());
        if ((asked || lasting) && age >= ENGINE_CACHE_MILLIS && runs(job, plan.parallelism())) {
            complete(session, operation, plan, lasting);
        } else if (!asked && !lasting && !former) {
            fail(
                    operation,
                    "Other resource requirements were set before the job ran with parallelism " + plan.parallelism()
                            + "; they stay.");
        } else if (late) {
            giveUp(session, operation, plan, former);
        } else if (former && !asked) {
            EngineAnswer required = engine.require(session, jobId, plan.asked());
            if (!required.ok()) {
                finish(operation, OperationStatus.FAILED, RescalingOutcome.refused(required.body(), json));
            }
        }
    }

    /** Whether the job and all its vertices run so. A source that has nothing left to read has finished there. */
    private static boolean runs(JsonNode job, int parallelism) {
        boolean runs = "RUNNING".equals(Json.text(job, "state"));
        for (JsonNode vertex : Json.elements(job, "vertices")) {
            runs &= Json.number(vertex, "parallelism") == parallelism
                    && List.of("RUNNING", "FINISHED").contains(Json.text(vertex, "status"));
        }
        return runs;
    }

    private void complete(EngineSession session, Operation operation, RescalingPlan plan, boolean lasting) {
        if (!lasting) {
            EngineAnswer answer = engine.require(session, operation.jobId(), plan.lasting());
            if (!answer.ok()) {
                LOG.warn("Job {} goes on asking for exactly {} slots", operation.jobId(), plan.parallelism());
            }
        }
        finish(operation, OperationStatus.COMPLETED, RescalingOutcome.rescaled());
        LOG.info("Job {} was rescaled to parallelism {}", operation.jobId(), plan.parallelism());
    }

    private void giveUp(EngineSession session, Operation operation, RescalingPlan plan, boolean former) {
        String message =
                "Within " + timeout.toSeconds() + " s (jobledger.flink.rescale-timeout) the job did not come to"
                        + " run with parallelism " + plan.parallelism() + ": there may be too few task slots. ";
        if (former || engine.require(session, operation.jobId(), plan.former()).ok()) {
            fail(operation, message + "What it asked for before is in force again.");
        } else {
            fail(operation, message + "The engine did not take back what it asked for before.");
        }
    }

    private void fail(Operation operation, String message) {
        finish(operation, OperationStatus.FAILED, RescalingOutcome.failed(message));
    }

    private void finish(Operation operation, OperationStatus status, JsonNode answer) {
        log.finish(operation.id(), status, 200, text(json.write(answer)), clock.millis());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
