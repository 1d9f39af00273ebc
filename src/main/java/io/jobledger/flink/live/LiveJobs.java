package io.jobledger.flink.live;

import io.jobledger.engine.Engine;
import io.jobledger.engine.client.EngineClient;
import io.jobledger.flink.FlinkStates;
import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds the engine's newest listing of jobs, and knows which of them the ledger has sealed.
 *
 * <p>The recorder asks for a listing every second. A caller that changes jobs reports it ({@link #changed}). The next
 * reader of a list then gets a listing that was requested after the change.
 */
public final class LiveJobs {
    /** Maximum age of a listing for a reader of a list. */
    private static final Duration FRESH = Duration.ofMillis(1500);

    /** Longest wait of a reader for a listing that includes the last change. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Longest wait if nothing was changed through the service. */
    private static final Duration SLOW = Duration.ofMillis(250);

    private final Engine engine;
    private final EngineClient client;
    private final Json json;
    private final Set<String> sealed = ConcurrentHashMap.newKeySet();

    private final Map<String, String> recorded = new ConcurrentHashMap<>();
    private final AtomicLong recordings = new AtomicLong();
    private final Map<String, Long> submitted = new ConcurrentHashMap<>();

    private volatile Listing current = Listing.NONE;
    private volatile long lastChange = System.nanoTime();
    private volatile Runnable onChange = () -> {};
    private Asking asking;

    public LiveJobs(Engine engine, EngineClient client, Json json) {
        this.engine = engine;
        this.client = client;
        this.json = json;
    }

    /** Reports a request to the engine that may change its list of jobs. */
    public void changed() {
        lastChange = System.nanoTime();
        onChange.run();
    }

    /** Sets the listener for changes made through the service. It must return at once. */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Reports a submitted job: the engine is asked about it, even if the ledger knows its id. Null is ignored. */
    public void submitted(@Nullable String jobId) {
        if (jobId != null) {
            submitted.put(jobId, System.nanoTime());
        }
    }

    /** Returns the newest listing; empty while the engine is not there. */
    public Listing current() {
        Listing listing = current;
        return engine.session()
                        .filter(session -> session.equals(listing.session()))
                        .isPresent()
                ? listing
                : Listing.NONE;
    }

    /**
     * Returns a listing for a reader: at most a second or two old, and not from before the last change. If the engine
     * is slow or fails, it is the newest that there is.
     */
    public CompletionStage<Listing> fresh() {
        Listing now = freshNow();
        if (now != null) {
            return CompletableFuture.completedFuture(now);
        }
        Listing listing = current();
        Duration patience = isOlderThan(lastChange, listing) ? PATIENCE : SLOW;
        return ask().toCompletableFuture()
                .copy()
                .completeOnTimeout(listing, patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(unreachable -> current());
    }

    /** Returns the listing that {@link #fresh} would give at once; null if its reader has to wait. */
    @Nullable
    Listing freshNow() {
        Listing listing = current();
        boolean changed = isOlderThan(lastChange, listing);
        return engine.session().isEmpty() || !changed && (isRecent(listing) || isSlow()) ? listing : null;
    }

    /** Returns true if an answer is overdue for so long that the next reader should not wait for it. */
    private synchronized boolean isSlow() {
        return asking != null && !asking.listing().isDone() && System.nanoTime() - asking.askedAt() > SLOW.toNanos();
    }

    private static boolean isRecent(Listing listing) {
        return listing.session() != null && System.nanoTime() - listing.askedAt() < FRESH.toNanos();
    }

    private static boolean isOlderThan(long change, Listing listing) {
        return listing.session() == null || listing.askedAt() - change < 0;
    }

    /**
     * Asks the engine for a listing, or joins a request sent since the last change. Completes exceptionally if the
     * engine is not there or does not answer.
     */
    public synchronized CompletionStage<Listing> ask() {
        if (asking == null || asking.listing().isDone() || asking.askedAt() - lastChange < 0) {
            long askedAt = System.nanoTime();
            asking = new Asking(askedAt, request(askedAt).toCompletableFuture());
        }
        return asking.listing();
    }

    /** Requests a listing. A shared read could have been sent before the last change. */
    private CompletionStage<Listing> request(long askedAt) {
        return engine.ready(Duration.ZERO)
                .thenCompose(session -> client.getAnew(session, "/jobs/overview")
                        .thenApply(answer -> {
                            if (!answer.ok()) {
                                throw new IllegalStateException("The listing was answered with " + answer.status());
                            }
                            return publish(new Listing(session, askedAt, parse(answer.body())));
                        }));
    }

    private synchronized Listing publish(Listing listing) {
        if (current.session() == null || listing.askedAt() - current.askedAt() >= 0) {
            current = listing;
            sealed.removeIf(key -> !listing.jobs().containsKey(jobId(key)));
            recorded.keySet().removeIf(key -> !listing.jobs().containsKey(jobId(key)));
            submitted.values().removeIf(at -> at - listing.askedAt() < 0);
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

    /** Returns true if the engine knows the job, running or ended: it is listed, or was submitted since. */
    public boolean known(String jobId) {
        return current().jobs().containsKey(jobId) || isUnlisted(jobId);
    }

    /** Returns true if the engine, not the ledger, answers about the job: it is known there and not sealed. */
    public boolean live(String jobId) {
        ListedJob job = current().jobs().get(jobId);
        return job != null && !sealed.contains(key(job)) || isUnlisted(jobId);
    }

    /** Returns true if the job was submitted to this engine after its newest listing. */
    private boolean isUnlisted(String jobId) {
        return submitted.containsKey(jobId) && engine.session().isPresent();
    }

    /** Lets the ledger answer for this run of the job from now on. */
    public void sealed(ListedJob job) {
        sealed.add(key(job));
        recorded(job, job.state());
    }

    /** Reports that the ledger has this run of the job in this state. */
    public void recorded(ListedJob job, String state) {
        if (!state.equals(recorded.put(key(job), state))) {
            recordings.incrementAndGet();
        }
    }

    /** Returns true if the ledger has the job in its listed state. */
    boolean isRecorded(ListedJob job) {
        return job.state().equals(recorded.get(key(job)));
    }

    /** Returns true if the end of the job's listed run is on record. Costs two look-ups in memory. */
    boolean isEndRecorded(String jobId) {
        ListedJob job = current().jobs().get(jobId);
        return job != null && !submitted.containsKey(jobId) && FlinkStates.isFinal(recorded.get(key(job)));
    }

    /** Returns a number that changes when a job, or a new state of one, is recorded. */
    long recordings() {
        return recordings.get();
    }

    private static String jobId(String key) {
        return key.substring(0, key.indexOf('@'));
    }

    private static String key(ListedJob job) {
        return job.jobId() + '@' + job.startTime();
    }

    /**
     * Holds a request for a listing.
     *
     * @param askedAt {@link System#nanoTime} before it was sent
     */
    private record Asking(long askedAt, CompletableFuture<Listing> listing) {}
}
