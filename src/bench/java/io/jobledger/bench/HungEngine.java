package io.jobledger.bench;

import io.jobledger.flink.remote.FlinkPair;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * What the ledger answers, while a remote cluster is well and while it hangs (its JobManager is suspended), in turns:
 * history is not to notice. And how long a call to the hanging cluster takes until it is told so.
 */
public final class HungEngine {
    private static final int ROUNDS = 5;
    private static final int CLIENTS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private HungEngine() {}

    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("jobledger-bench");
        try (FlinkPair cluster = FlinkPair.start(FlinkPair.FLINK_1_20);
                PackagedService service = PackagedService.start(
                        dir, "-jobledger.flink.mode=remote", "-jobledger.flink.url=" + cluster.url())) {
            String job = service.run("batch");
            service.awaitSealed(1);
            System.out.printf(
                    "%-10s %16s %16s %8s %18s%n", "GET", "p99, well", "p99, hanging", "ratio", "live call, hanging");
            for (String path : List.of("/jobs/" + job, "/jobs/" + job + "/exceptions", "/jobs/overview")) {
                compare(service, cluster, path);
            }
        }
    }

    private static void compare(PackagedService service, FlinkPair cluster, String path) throws Exception {
        URI url = service.url().resolve(path);
        Load.run(url, CLIENTS, WARM_UP);
        List<Long> well = new ArrayList<>();
        List<Long> hanging = new ArrayList<>();
        List<Long> live = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            well.add(p99(url));
            cluster.suspend();
            try {
                CompletableFuture<Long> call = CompletableFuture.supplyAsync(() -> liveCall(service));
                hanging.add(p99(url));
                live.add(call.join());
            } finally {
                cluster.resume();
            }
            service.await(() -> service.get("/taskmanagers").contains("\"slotsNumber\""));
        }
        long p99Well = median(well);
        long p99Hanging = median(hanging);
        System.out.printf(
                Locale.ROOT,
                "%-10s %13d µs %13d µs %8.2f %15d ms%n",
                path.substring(path.lastIndexOf('/') + 1).replaceAll("\\w{32}", "job"),
                p99Well,
                p99Hanging,
                (double) p99Hanging / p99Well,
                median(live));
    }

    /** How long it took, in milliseconds. */
    private static long liveCall(PackagedService service) {
        long asked = System.nanoTime();
        try {
            service.get("/taskmanagers");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - asked) / 1_000_000;
    }

    private static long p99(URI url) throws Exception {
        return Load.run(url, CLIENTS, ROUND).micros().getValueAtPercentile(99);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
