package io.jobledger.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * GETs about jobs that have ended, sent over and over by 32 clients: to the service, to the JobManager that ran the jobs,
 * and to a HistoryServer that has their archives, in turns.
 */
final class HotReads {
    private static final int CLIENTS = 32;
    private static final int JOBS = 21;
    private static final int CHECKPOINTS = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration ROUND = Duration.ofSeconds(4);

    private final Table table;
    private final int rounds;

    HotReads(Table table, int rounds) {
        this.table = table;
        this.rounds = rounds;
    }

    void run(Path directory) throws Exception {
        try (PackagedService service = PackagedService.start(directory)) {
            String jar = service.upload();
            String streamed = service.run(jar, "stream");
            service.await(() -> service.get("/jobs/" + streamed + "/checkpoints")
                    .matches("(?s).*\"completed\":" + CHECKPOINTS + "\\d*\\D.*"));
            service.patch("/jobs/" + streamed + "?mode=cancel");
            service.await(() -> service.get("/jobs/" + streamed).contains("\"state\":\"CANCELED\""));
            String job = "";
            for (int i = 1; i < JOBS; i++) {
                job = service.run(jar, "batch");
            }
            service.awaitSealed(JOBS);
            Path archives = directory.resolve("data/flink/archive");
            try (HistoryServer history = HistoryServer.start(directory.resolve("historyserver"), archives)) {
                history.untilListed(JOBS);
                Sides sides = new Sides(service.url(), service.engine(), history.url());
                String path = "/jobs/" + job;
                String vertex = PackagedService.find(service.get(path), "\"vertices\":\\[\\{\"id\":\"(\\w+)\"");
                compare("a finished job", path, sides);
                compare("its vertex", path + "/vertices/" + vertex, sides);
                compare("/checkpoints", "/jobs/" + streamed + "/checkpoints", sides);
                overview(sides);
            }
        }
    }

    private record Sides(URI ours, URI jobManager, URI historyServer) {}

    private void compare(String what, String path, Sides sides) throws Exception {
        Map<URI, Double> rates = inTurns(path, List.of(sides.ours, sides.jobManager, sides.historyServer));
        double ours = rates.get(sides.ours);
        String measure = "hot: " + what + ", ";
        table.atLeast(measure + "HistoryServer", "req/s", ours, rates.get(sides.historyServer), 2);
        table.atLeast(measure + "JobManager", "req/s", ours, rates.get(sides.jobManager), 1);
    }

    private void overview(Sides sides) throws Exception {
        Map<URI, Double> rates = inTurns("/jobs/overview", List.of(sides.ours, sides.jobManager));
        table.atLeast(
                "/jobs/overview of " + JOBS + " jobs, JobManager",
                "req/s",
                rates.get(sides.ours),
                rates.get(sides.jobManager),
                5);
    }

    /** The medians of requests per second. */
    private Map<URI, Double> inTurns(String path, List<URI> servers) throws Exception {
        Map<URI, List<Double>> rates = new TreeMap<>();
        for (URI server : servers) {
            Load.run(server.resolve(path), CLIENTS, WARM_UP);
            rates.put(server, new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (URI server : servers) {
                rates.get(server)
                        .add(Load.run(server.resolve(path), CLIENTS, ROUND).perSecond());
            }
        }
        Map<URI, Double> medians = new TreeMap<>();
        rates.forEach((server, measured) -> medians.put(server, Median.of(measured)));
        return medians;
    }
}
