package io.jobledger.flink.live;

import io.jobledger.engine.Engine;
import io.jobledger.engine.EngineClient;
import io.jobledger.engine.EngineSession;
import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which jobs the engine knows now, as of its newest listing, and which of them the ledger has already sealed.
 *
 * <p>The recorder asks for a listing every second. Whoever changes something through us says so ({@link #changed}), and
 * the next reader of a list gets one that was asked for after that.
 */
@Singleton
public final class LiveJobs {
    /** How old a listing may be for a reader of a list. */
    private static final Duration FRESH = Duration.ofMillis(1500);

    /** How long a reader of a list waits for a fresh listing before it makes do with the last one. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Engine engine;
    private final EngineClient client;
    private final Json json;
    private final Set<String> sealed = ConcurrentHashMap.newKeySet();

    private volatile Listing current = Listing.none();
    private volatile long lastChange = System.nanoTime();

    LiveJobs(@Named(FlinkCluster.ENGINE) Engine engine, EngineClient client, Json json) {
        this.engine = engine;
        this.client = client;
        this.json = json;
    }

    /** Something was asked of the engine that may change its list of jobs. */
    public void changed() {
        lastChange = System.nanoTime();
    }

    /** The newest listing, empty while the engine is not there. */
    public Listing current() {
        Optional<EngineSession> session = engine.session();
        if (session.isEmpty() || !session.get().equals(current.session())) {
            return current.session() == null ? current : Listing.none();
        }
        return current;
    }

    /** The listing for a reader of a list: at most a second or two old, and never older than the last change. */
    public CompletionStage<Listing> fresh() {
        Listing listing = current();
        boolean fresh = System.nanoTime() - listing.askedAt() < FRESH.toNanos() && listing.askedAt() - lastChange >= 0;
        if (fresh || engine.session().isEmpty()) {
            return CompletableFuture.completedFuture(listing);
        }
        return ask().toCompletableFuture()
                .copy()
                .completeOnTimeout(listing, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(unreachable -> current());
    }

    /** Asks the engine for a listing now. Completes exceptionally if it is not there or does not answer. */
    public CompletionStage<Listing> ask() {
        long askedAt = System.nanoTime();
        return engine.ready(Duration.ZERO)
                .thenCompose(session -> client.get(session, "/jobs/overview").thenApply(answer -> {
                    if (!answer.ok()) {
                        throw new IllegalStateException("The listing was answered with " + answer.status());
                    }
                    return publish(new Listing(session, askedAt, parse(answer.body())));
                }));
    }

    private synchronized Listing publish(Listing listing) {
        if (!listing.session().equals(current.session()) || listing.askedAt() - current.askedAt() >= 0) {
            current = listing;
            sealed.removeIf(key -> !listing.jobs().containsKey(key.substring(0, key.indexOf('@'))));
        }
        return listing;
    }

    private Map<String, ListedJob> parse(byte[] body) {
        Map<String, ListedJob> jobs = new LinkedHashMap<>();
        for (JsonNode entry : Json.elements(json.read(body), "jobs")) {
            ListedJob job = ListedJob.of(entry);
            jobs.put(job.jobId(), job);
        }
        return Collections.unmodifiableMap(jobs);
    }

    /** The job as the engine lists it, or null if it does not (or is not there). */
    @Nullable
    public ListedJob listed(String jobId) {
        return current().jobs().get(jobId);
    }

    /** Whether the engine, not the ledger, is to be asked about the job: it is listed, and not sealed yet. */
    public boolean live(String jobId) {
        ListedJob job = listed(jobId);
        return job != null && !sealed.contains(key(job));
    }

    /** From now on the ledger answers for this life of the job. */
    public void sealed(ListedJob job) {
        sealed.add(key(job));
    }

    private static String key(ListedJob job) {
        return job.jobId() + '@' + job.startTime();
    }
}
