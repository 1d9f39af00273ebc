package io.jobledger.flink.live;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.http.Json;
import io.jobledger.http.ready.ReadyAnswer;
import io.jobledger.http.ready.ReadyAnswers;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * Serves the lists of jobs: those that the engine lists now, then the newest of the ledger. A list never waits for an
 * absent engine. Its bytes are kept until the next listing, at most 250 ms, so that new records show soon. They are
 * ready (sent before routing) while no reader would have to wait for a listing.
 */
public final class JobLists implements ReadyAnswers {
    private static final String IDS = "/jobs";
    private static final String OVERVIEW = "/jobs/overview";
    private static final Duration KEPT = Duration.ofMillis(250);

    private final LiveJobs live;
    private final ToldEnds ends;
    private final Ledger ledger;
    private final EngineCluster cluster;
    private final Json json;
    private final int listedFinishedJobs;
    private final ExecutorService blocking;

    private volatile Rendering rendering;

    public JobLists(
            LiveJobs live,
            ToldEnds ends,
            Ledger ledger,
            EngineCluster cluster,
            Json json,
            int listedFinishedJobs,
            ExecutorService blocking) {
        this.live = live;
        this.ends = ends;
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.listedFinishedJobs = listedFinishedJobs;
        this.blocking = blocking;
    }

    /** Answers {@code GET /jobs} with ids and states. */
    public CompletionStage<HttpResponse<?>> ids() {
        return answer(Rendered::ids);
    }

    /** Answers {@code GET /jobs/overview} with the engine's entries, current or recorded. */
    public CompletionStage<HttpResponse<?>> overview() {
        return answer(Rendered::overview);
    }

    @Override
    @Nullable
    public ReadyAnswer to(String target) {
        boolean overview = target.equals(OVERVIEW);
        if (!overview && !target.equals(IDS)) {
            return null;
        }
        Rendering last = rendering;
        if (last == null || !last.list().isDone() || !last.isOf(live.freshNow())) {
            return null;
        }
        Rendered list = last.list().join();
        return overview ? list.overview() : list.ids();
    }

    private CompletionStage<HttpResponse<?>> answer(Function<Rendered, ReadyAnswer> list) {
        return live.fresh()
                .thenCompose(this::rendered)
                .thenApply(
                        rendered -> FlinkAnswers.json(200, list.apply(rendered).body()));
    }

    /** Renders a listing once, for all readers while it is good. */
    private synchronized CompletionStage<Rendered> rendered(Listing listing) {
        if (rendering == null || !rendering.isOf(listing)) {
            rendering = new Rendering(
                    listing, System.nanoTime(), CompletableFuture.supplyAsync(() -> render(listing), blocking));
        }
        return rendering.list();
    }

    private Rendered render(Listing listing) {
        ends.record(listing.jobs().values());
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        listing.jobs().forEach((jobId, job) -> entries.put(jobId, job.entry()));
        for (JobRun run : ledger.newestJobs(cluster.kind(), cluster.name(), listedFinishedJobs)) {
            if (run.summary() != null) {
                entries.computeIfAbsent(run.key().jobId(), jobId -> json.read(run.summary()));
            }
        }
        List<JsonNode> ids = new ArrayList<>();
        entries.forEach((jobId, entry) -> {
            Map<String, JsonNode> id = new LinkedHashMap<>();
            id.put("id", JsonNode.createStringNode(jobId));
            id.put("status", entry.get("state"));
            ids.add(JsonNode.createObjectNode(id));
        });
        return new Rendered(
                new ReadyAnswer(IDS, jobs(ids)), new ReadyAnswer(OVERVIEW, jobs(new ArrayList<>(entries.values()))));
    }

    private byte[] jobs(List<JsonNode> jobs) {
        return json.write(JsonNode.createObjectNode(Map.of("jobs", JsonNode.createArrayNode(jobs))));
    }

    private record Rendered(ReadyAnswer ids, ReadyAnswer overview) {}

    private record Rendering(Listing listing, long at, CompletableFuture<Rendered> list) {
        /** Returns true if it is good for a reader with this listing. */
        boolean isOf(@Nullable Listing read) {
            return listing == read && !list.isCompletedExceptionally() && System.nanoTime() - at <= KEPT.toNanos();
        }
    }
}
