package io.jobledger.flink.recorded;

import io.jobledger.http.ready.ReadyAnswer;
import io.jobledger.ledger.Document;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micronaut.core.annotation.Nullable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads of recorded documents for requests that the server has not routed: of those documents that every job has, by the
 * plainest of targets. All others, and whatever is no 200, are the server's.
 */
@Singleton
final class PreRoutingReads {
    private static final String JOBS = "/jobs/";
    private static final int ID = 32;
    private static final String ROUTE = "/jobs/{jobid}";
    private static final String VERTICES = "/vertices/";

    /** The templates of the documents' paths, by the paths below the job. */
    private static final Map<String, String> ROUTES = Stream.of(
                    "",
                    "/accumulators",
                    "/checkpoints",
                    "/checkpoints/config",
                    "/config",
                    "/exceptions",
                    "/execution-result",
                    "/jobmanager/config",
                    "/jobmanager/environment",
                    "/plan",
                    "/status")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), ROUTE::concat));

    /** As many as a database on the same machine can make use of; fewer than there are connections to it. */
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** How many requests are answered by one read at most. */
    private static final int AT_ONCE = 16;

    /**
     * How long a read may take, and how long nothing is read here after one that failed or took longer, as of a database
     * that no longer answers. It is the time that the pool waits for a database: the server reads again, and who waited
     * for nothing waits twice.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FlinkRecordedJobs recorded;
    private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore free = new Semaphore(THREADS);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(THREADS, new NamedThreadFactory("recorded-reads"));
    private volatile long pausedUntil = System.nanoTime();

    PreRoutingReads(FlinkRecordedJobs recorded) {
        this.recorded = recorded;
    }

    /**
     * A document that may be read here.
     *
     * @param whole the whole target
     * @param below the path below the job
     * @param route the template of the whole path
     */
    record Target(String whole, String jobId, String below, String route) {
        /** Null if the target is another's. */
        @Nullable
        static Target parse(String target) {
            int end = JOBS.length() + ID;
            if (target.length() < end || !target.startsWith(JOBS) || !isId(target, JOBS.length())) {
                return null;
            }
            String below = target.substring(end);
            boolean vertex = below.length() == VERTICES.length() + ID
                    && below.startsWith(VERTICES)
                    && isId(below, VERTICES.length());
            String route = vertex ? ROUTE + "/vertices/{vertexid}" : ROUTES.get(below);
            return route == null ? null : new Target(target, target.substring(JOBS.length(), end), below, route);
        }

        /** In the spelling that is recorded. */
        private static boolean isId(String target, int from) {
            for (int i = from; i < from + ID; i++) {
                char c = target.charAt(i);
                if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Request(Target target, CompletableFuture<ReadyAnswer> answer) {}

    /** Completes with null, or exceptionally, if the server has to answer; null if it had better not wait for this. */
    @Nullable
    CompletionStage<ReadyAnswer> read(Target target) {
        if (isPaused() || threads.isShutdown()) {
            return null;
        }
        CompletableFuture<ReadyAnswer> answer = new CompletableFuture<>();
        waiting.add(new Request(target, answer));
        work();
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).whenComplete((read, late) -> {
            if (late != null) {
                pause();
            }
        });
    }

    /** Has a thread at work, unless all are: each asks for whatever has come meanwhile before it rests. */
    private void work() {
        if (!waiting.isEmpty() && free.tryAcquire()) {
            threads.execute(() -> {
                try {
                    answerAll();
                } finally {
                    free.release();
                    work();
                }
            });
        }
    }

    /** What has come while the last read went on is read at once. */
    private void answerAll() {
        for (Request first = waiting.poll(); first != null; first = waiting.poll()) {
            Map<String, List<Request>> byPath = new HashMap<>();
            int requests = 0;
            for (Request next = first; next != null; next = ++requests < AT_ONCE ? waiting.poll() : null) {
                byPath.computeIfAbsent(next.target.below, path -> new ArrayList<>())
                        .add(next);
            }
            byPath.values().forEach(this::answer);
        }
    }

    /** @param requests for the same path of some jobs */
    private void answer(List<Request> requests) {
        Map<String, Document> answers = Map.of();
        try {
            if (!isPaused()) {
                answers = answers(requests);
            }
        } catch (RuntimeException | Error e) {
            // The server will tell. A request without an answer would keep its connection for ever.
            pause();
        }
        for (Request request : requests) {
            Document answer = answers.get(request.target.jobId);
            boolean plain = answer != null && answer.status() == 200;
            request.answer.complete(plain ? new ReadyAnswer(request.target.route, answer.body()) : null);
        }
    }

    private Map<String, Document> answers(List<Request> requests) {
        Map<String, String> targets = new HashMap<>();
        requests.forEach(request -> targets.put(request.target.jobId, request.target.whole));
        Target any = requests.get(0).target;
        return recorded.answers(targets, any.below, any.route);
    }

    private void pause() {
        pausedUntil = System.nanoTime() + PATIENCE.toNanos();
    }

    private boolean isPaused() {
        return System.nanoTime() - pausedUntil < 0;
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
