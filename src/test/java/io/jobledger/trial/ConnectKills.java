package io.jobledger.trial;

import io.jobledger.connect.ConnectService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * SIGKILL of the embedded RocketMQ Connect, or of the service with it, while numbered lines go from a file through the
 * broker into another. None may be missing there; some may be twice.
 */
final class ConnectKills implements Kind {
    private static final int CHUNKS = 100;
    private static final int MOST_KILLS = 3;
    private static final int LATEST_MILLIS = 4_000;
    private static final Duration ARRIVED = Duration.ofSeconds(120);

    private final int lines;

    /** @param lines how many, a multiple of 100 */
    ConnectKills(int lines) {
        this.lines = lines;
    }

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        TrialProcess.Home home = new TrialProcess.Home(
                directory, directory.resolve("data"), List.of("-jobledger.connect.mode=embedded"));
        TrialProcess service = started(home);
        try {
            for (int i = 0; i < trials; i++) {
                service = trial(service, home, i, seed + i, tally);
                tally.trial();
            }
        } finally {
            service.close();
        }
        return tally;
    }

    private static TrialProcess started(TrialProcess.Home home) throws IOException {
        TrialProcess service = TrialProcess.start(home, 0);
        service.awaitChecked();
        return service;
    }

    private TrialProcess trial(TrialProcess first, TrialProcess.Home home, int number, long seed, Tally tally)
            throws IOException, InterruptedException {
        TrialProcess service = first;
        Random random = new Random(seed);
        String topic = "trial-" + number;
        Path in = Files.createFile(home.directory().resolve(topic + ".in"));
        Path out = home.directory().resolve(topic + ".out");
        create(service, topic + "-in", ConnectService.source(in, topic));
        create(service, topic + "-out", ConnectService.sink(out, topic));
        Thread writer = new Thread(() -> write(in), "writer");
        writer.start();
        int kills = 1 + random.nextInt(MOST_KILLS);
        for (int kill = 0; kill < kills; kill++) {
            Thread.sleep(random.nextInt(LATEST_MILLIS));
            List<ProcessHandle> engine = service.children();
            if (random.nextBoolean()) {
                service.close();
                engine.forEach(ProcessHandle::destroyForcibly);
                service = started(home);
                tally.count("kills of the service", 1);
            } else {
                engine.forEach(ProcessHandle::destroyForcibly);
                tally.count("kills of the engine", engine.size());
            }
        }
        writer.join();
        Set<String> expected = new HashSet<>(ConnectService.lines(in));
        if (!TrialProcess.comes(() -> new HashSet<>(ConnectService.lines(out)).containsAll(expected), ARRIVED)) {
            expected.removeAll(ConnectService.lines(out));
            tally.lost("seed " + seed + ": " + expected.size() + " lines are not in " + out);
        }
        tally.count("lines", lines);
        tally.count("duplicates", ConnectService.lines(out).size() - (long) lines);
        for (String connector : List.of(topic + "-in", topic + "-out")) {
            service.get("/connectors/" + connector + "/stop");
        }
        return service;
    }

    private static void create(TrialProcess service, String name, String config) {
        TrialProcess.await(
                name + " is created",
                () -> service.send("POST", "/connect-json/connectors/" + name, config)
                                .statusCode()
                        == 200);
    }

    private void write(Path file) {
        int size = lines / CHUNKS;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            int from = chunk * size;
            try {
                Files.write(
                        file,
                        IntStream.range(from, from + size)
                                .mapToObj(line -> "line " + line)
                                .toList(),
                        StandardOpenOption.APPEND);
                Thread.sleep(LATEST_MILLIS / CHUNKS);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
