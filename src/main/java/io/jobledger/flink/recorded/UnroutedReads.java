package io.jobledger.flink.recorded;

import io.jobledger.http.ApiException;
import io.jobledger.http.ReadyAnswer;
import io.jobledger.ledger.Document;
import io.micronaut.core.annotation.Nullable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads of recorded documents for requests that the server has not routed: of those documents that every job has, by the
 * plainest of targets. All others, and whatever is no 200, are the server's.
 */
@Singleton
final class UnroutedReads {
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
    private static final int THREADS = 4;

    /** How long nothing is read here after a failure: the server reads again, and who waited for nothing waits twice. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RecordedJobs recorded;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "recorded-reads");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long pausedUntil = System.nanoTime();

    UnroutedReads(RecordedJobs recorded) {
        this.recorded = recorded;
    }

    /**
     * A document that may be read here.
     *
     * @param below the path below the job
     * @param route the template of the whole path
     */
    record Target(String jobId, String below, String route) {
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
            return route == null ? null : new Target(target.substring(JOBS.length(), end), below, route);
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

    /** Completes with null, or exceptionally, if the server has to answer; null if it had better not wait for this. */
    @Nullable
    CompletionStage<ReadyAnswer> read(String target, Target parsed) {
        if (isPaused()) {
            return null;
        }
        try {
            return CompletableFuture.supplyAsync(() -> isPaused() ? null : answer(target, parsed), threads);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    @Nullable
    private ReadyAnswer answer(String target, Target parsed) {
        try {
            Document document = recorded.answer(parsed.jobId, parsed.below, name -> null, target, parsed.route);
            return document == null || document.status() != 200 ? null : new ReadyAnswer(parsed.route, document.body());
        } catch (ApiException e) {
            return null;
        } catch (RuntimeException e) {
            pausedUntil = System.nanoTime() + PAUSE.toNanos();
            throw e;
        }
    }

    private boolean isPaused() {
        return System.nanoTime() - pausedUntil < 0;
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
