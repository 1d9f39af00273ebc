package io.jobledger.flink.live;

import io.jobledger.engine.Engine;
import io.jobledger.engine.client.EngineClient;
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
 * Which jobs the engine knows now, as of its newest listing, and which of them the ledger has already sealed.
 *
 * <p>The recorder asks for a listing every second. Whoever changes something through us says so ({@link #changed}), and
 * the next reader of a list gets one that was asked for after that.
 */
public final class LiveJobs {
    /** How old a listing may be for a reader of a list. */
    private static final Duration FRESH = Duration.ofMillis(1500);

    /** How long a reader of a list waits for a listing that tells of the last change, before it does without. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The same where nothing was changed through us. */
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

    /** Something was asked of the engine that may change its list of jobs. */
    public void changed() {
        lastChange = System.nanoTime();
        onChange.run();
    }

    /** Lets the one who records know of every change made through us. {@code listener} must return at once. */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** A job was submitted through us: the engine is to be asked about it, whatever the ledger knows of its id. */
    public void submitted(@Nullable String jobId) {
        if (jobId != null) {
            submitted.put(jobId, System.nanoTime());
        }
    }

    /** The newest listing, empty while the engine is not there. */
    public Listing current() {
        Listing listing = current;
        return engine.session()
                        .filter(session -> session.equals(listing.session()))
                        .isPresent()
                ? listing
                : Listing.NONE;
    }

    /** The listing for a reader of a list: at most a second or two old, and never older than the last change. */
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

    /** The listing that {@link #fresh} would give at once; null if its reader has to wait. */
    @Nullable
    Listing freshNow() {
        Listing listing = current();
        boolean changed = isOlderThan(lastChange, listing);
        return engine.session().isEmpty() || !changed && (isRecent(listing) || isSlow()) ? listing : null;
    }

    /** Whether the engine has owed an answer for so long that the next reader had better not wait for it. */
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
     * Asks the engine for a listing, or joins somebody who has asked since the last change. Completes exceptionally if the
     * engine is not there or does not answer.
     */
    public synchronized CompletionStage<Listing> ask() {
        if (asking == null || asking.listing().isDone() || asking.askedAt() - lastChange < 0) {
            long askedAt = System.nanoTime();
            asking = new Asking(askedAt, request(askedAt).toCompletableFuture());
        }
        return asking.listing();
    }

    /** Not by a shared read: that might be one that was sent before the last change. */
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

    /** Whether the engine knows the job, running or ended: it is listed, or was submitted since. */
    public boolean known(String jobId) {
        return current().jobs().containsKey(jobId) || isUnlisted(jobId);
    }

    /** Whether the engine, not the ledger, is to be asked about the job: it is known there, and not sealed yet. */
    public boolean live(String jobId) {
        ListedJob job = current().jobs().get(jobId);
        return job != null && !sealed.contains(key(job)) || isUnlisted(jobId);
    }

    /** Whether the job was submitted to this engine and no listing can tell of it yet. */
    private boolean isUnlisted(String jobId) {
        return submitted.containsKey(jobId) && engine.session().isPresent();
    }

    /** From now on the ledger answers for this life of the job. */
    public void sealed(ListedJob job) {
        sealed.add(key(job));
        recorded(job, job.state());
    }

    /** The ledger has this life of the job in this state. */
    public void recorded(ListedJob job, String state) {
        if (!state.equals(recorded.put(key(job), state))) {
            recordings.incrementAndGet();
        }
    }

    /** Whether the ledger has the job in the state in which it is listed. */
    boolean isRecorded(ListedJob job) {
        return job.state().equals(recorded.get(key(job)));
    }

    /** Changes whenever another job, or a job in another state, is recorded. */
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
     * A question under way.
     *
     * @param askedAt {@link System#nanoTime} before it was sent
     */
    private record Asking(long askedAt, CompletableFuture<Listing> listing) {}
}
