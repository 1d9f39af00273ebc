package io.jobledger.flink.live;

import io.jobledger.flink.FlinkCluster;
import io.jobledger.flink.Json;
import io.jobledger.http.ApiErrors;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * The lists of jobs: those that the engine lists now, then the newest of the ledger. A list never waits for an engine
 * that is not there. The bytes of a list are kept until the next listing, a second at most.
 */
@Singleton
public final class JobLists {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final LiveJobs live;
    private final Ledger ledger;
    private final FlinkCluster cluster;
    private final Json json;
    private final int listedFinishedJobs;
    private final ExecutorService blocking;

    private volatile Rendered rendered;

    JobLists(
            LiveJobs live,
            Ledger ledger,
            FlinkCluster cluster,
            Json json,
            @Property(name = "jobledger.flink.listed-finished-jobs") int listedFinishedJobs,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.live = live;
        this.ledger = ledger;
        this.cluster = cluster;
        this.json = json;
        this.listedFinishedJobs = listedFinishedJobs;
        this.blocking = blocking;
    }

    /** {@code GET /jobs}: ids and states. */
    public CompletionStage<HttpResponse<?>> ids() {
        return answer(Rendered::ids);
    }

    /** {@code GET /jobs/overview}: the engine's entries as they are, or were. */
    public CompletionStage<HttpResponse<?>> overview() {
        return answer(Rendered::overview);
    }

    /** How many jobs there are in each state, with all that was ever recorded. */
    public CompletionStage<Map<String, Long>> countByState() {
        return list().thenApply(Rendered::countByState);
    }

    private CompletionStage<HttpResponse<?>> answer(Function<Rendered, byte[]> body) {
        return list().thenApply(list -> HttpResponse.ok(body.apply(list)).contentType(ApiErrors.JSON));
    }

    private CompletionStage<Rendered> list() {
        return live.fresh().thenCompose(listing -> {
            Rendered last = rendered;
            if (last != null && last.listing().equals(listing.askedAt()) && last.isFresh()) {
                return CompletableFuture.completedFuture(last);
            }
            return CompletableFuture.supplyAsync(() -> render(listing), blocking);
        });
    }

    private Rendered render(Listing listing) {
        Map<String, Long> counts = new LinkedHashMap<>(ledger.countByState(FlinkCluster.ENGINE, cluster.name()));
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        listing.jobs().forEach((jobId, job) -> entries.put(jobId, job.entry()));
        List<JobRun> newest = ledger.newestJobs(FlinkCluster.ENGINE, cluster.name(), listedFinishedJobs);
        Set<String> unrecorded = new HashSet<>(listing.jobs().keySet());
        for (JobRun run : newest) {
            unrecorded.remove(run.key().jobId());
            ListedJob listed = listing.jobs().get(run.key().jobId());
            if (listed != null) {
                // The engine may be a second ahead of the ledger.
                counts.merge(run.state(), -1L, Long::sum);
                counts.merge(listed.state(), 1L, Long::sum);
            } else if (run.summary() != null) {
                entries.put(run.key().jobId(), json.read(run.summary().getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (newest.size() < listedFinishedJobs) {
            unrecorded.forEach(jobId -> counts.merge(listing.jobs().get(jobId).state(), 1L, Long::sum));
        }
        List<JsonNode> ids = new ArrayList<>();
        entries.forEach((jobId, entry) -> {
            Map<String, JsonNode> id = new LinkedHashMap<>();
            id.put("id", JsonNode.createStringNode(jobId));
            id.put("status", entry.get("state"));
            ids.add(JsonNode.createObjectNode(id));
        });
        Rendered list = new Rendered(
                listing.askedAt(), System.nanoTime(), jobs(ids), jobs(new ArrayList<>(entries.values())), counts);
        rendered = list;
        return list;
    }

    private byte[] jobs(List<JsonNode> jobs) {
        return json.write(JsonNode.createObjectNode(Map.of("jobs", JsonNode.createArrayNode(jobs))));
    }

    private record Rendered(Long listing, long at, byte[] ids, byte[] overview, Map<String, Long> countByState) {
        boolean isFresh() {
            return System.nanoTime() - at < KEPT.toNanos();
        }
    }
}
