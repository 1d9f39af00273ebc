package io.jobledger.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * GETs about a running job, sent to the engine and to the service in turns, by one client and by 32: what the way through
 * the service costs, and what sharing equal GETs in flight gains.
 */
public final class LiveGets {
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration ROUND = Duration.ofSeconds(2);

    private LiveGets() {}

    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory("jobledger-bench");
        try (PackagedService service = PackagedService.start(dir)) {
            String job = "/jobs/" + service.run("stream");
            service.await(() -> service.get(job).contains("\"state\":\"RUNNING\""));
            String vertex =
                    job + "/vertices/" + PackagedService.find(service.get(job), "\"vertices\":\\[\\{\"id\":\"(\\w+)\"");
            URI engine = service.engine();
            System.out.printf(
                    "%-12s %8s %12s %12s %8s %14s %14s %8s%n",
                    "GET", "clients", "engine p50", "service p50", "ratio", "engine req/s", "service req/s", "ratio");
            for (String path : List.of(job, vertex, job + "/checkpoints", "/jobs/overview", "/taskmanagers")) {
                for (int clients : List.of(1, 32)) {
                    compare(engine.resolve(path), service.url().resolve(path), clients);
                }
            }
        }
    }

    private static void compare(URI engine, URI service, int clients) throws Exception {
        Load.run(engine, clients, WARM_UP);
        Load.run(service, clients, WARM_UP);
        List<Load.Result> direct = new ArrayList<>();
        List<Load.Result> through = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            direct.add(Load.run(engine, clients, ROUND));
            through.add(Load.run(service, clients, ROUND));
        }
        Load.Result e = median(direct);
        Load.Result s = median(through);
        double engineMicros = e.micros().getValueAtPercentile(50);
        double serviceMicros = s.micros().getValueAtPercentile(50);
        System.out.printf(
                Locale.ROOT,
                "%-12s %8d %9.0f µs %9.0f µs %8.2f %14.0f %14.0f %8.2f%n",
                label(service),
                clients,
                engineMicros,
                serviceMicros,
                serviceMicros / engineMicros,
                e.perSecond(),
                s.perSecond(),
                s.perSecond() / e.perSecond());
    }

    private static String label(URI url) {
        String path = url.getPath();
        return path.matches("/jobs/\\w{32}")
                ? "job"
                : path.substring(path.replaceAll("/\\w{32}$", "").lastIndexOf('/') + 1)
                        .replaceAll("/.*", "");
    }

    private static Load.Result median(List<Load.Result> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(Load.Result::perSecond))
                .toList()
                .get(results.size() / 2);
    }
}
