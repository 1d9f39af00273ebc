package io.jobledger.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.recorder.StubFlink;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The engine's answers are cut off or come late. Each job is recorded once, with all that the engine says of it. */
final class EngineFaults implements Kind {
    /** So many of the recorded jobs take part in a trial. */
    private static final int JOBS = 4;

    private static final Duration SEALED = Duration.ofSeconds(120);

    @Override
    public String name() {
        return "faulty-engine";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        for (int i = 0; i < trials; i++) {
            Path own = Files.createDirectory(directory.resolve("trial-" + i));
            for (String fault : trial(own, seed + i, tally)) {
                tally.lost(name() + ", seed " + (seed + i) + ": " + fault);
            }
            tally.trial();
        }
        return tally;
    }

    private static List<String> trial(Path dataDir, long seed, Tally tally) throws IOException, InterruptedException {
        Random random = new Random(seed);
        List<String> faults = new ArrayList<>();
        try (StubFlink flink = new StubFlink();
                CutOffProxy proxy = new CutOffProxy(flink.url(), seed)) {
            Map<String, Object> settings = Map.of(
                    "jobledger.flink.mode", "remote",
                    "jobledger.flink.url", proxy.url().toString(),
                    "jobledger.flink.cluster", "faulty",
                    "jobledger.seatunnel.mode", "off",
                    "jobledger.seatunnel.port", -1);
            List<String> jobs = new ArrayList<>(FlinkCorpus.archivedJobs());
            Collections.shuffle(jobs, random);
            jobs = jobs.subList(0, JOBS);
            jobs.stream().filter(job -> random.nextBoolean()).forEach(job -> flink.runs(job, start(job)));
            try (TestService service = TestService.start(dataDir, settings)) {
                Thread.sleep(random.nextInt(2_000));
                jobs.forEach(flink::ended);
                Ledger ledger = service.bean(Ledger.class);
                EngineCluster cluster = service.cluster("flink");
                for (String job : jobs) {
                    boolean sealed = TrialProcess.comes(
                            () -> ledger.newestRun(cluster.job(job))
                                    .filter(run -> run.closure() == Closure.SEALED)
                                    .isPresent(),
                            SEALED);
                    if (!sealed) {
                        faults.add("job " + job + " is not sealed: " + ledger.runs(cluster.job(job)));
                        continue;
                    }
                    List<JobRun> runs = ledger.runs(cluster.job(job));
                    if (runs.size() > 1) {
                        faults.add("job " + job + " is there " + runs.size() + " times");
                    }
                    faults.addAll(differences(ledger, runs.get(0), flink));
                }
            }
            tally.count("jobs", jobs.size());
            tally.count("cut off", proxy.cutOff());
            tally.count("late", proxy.late());
            if (proxy.cutOff() == 0) {
                faults.add("no answer was cut off");
            }
        }
        return faults;
    }

    /** When it began, as its archive says. */
    private static long start(String job) {
        for (JsonNode document : FlinkCorpus.archive(job)) {
            if (document.path("path").asText().equals("/jobs/" + job)) {
                return FlinkCorpus.parse(document.path("json").asText())
                        .path("start-time")
                        .asLong();
            }
        }
        throw new IllegalStateException(job);
    }

    private static List<String> differences(Ledger ledger, JobRun run, StubFlink flink) {
        Map<String, Document> recorded = new HashMap<>();
        ledger.documents(run.id()).forEach(document -> recorded.put(document.path(), document));
        List<String> faults = new ArrayList<>();
        flink.documents(run.key().jobId()).forEach((path, said) -> {
            Document is = recorded.get(path);
            if (said.status() == 200
                    && (is == null || !FlinkCorpus.parse(text(is)).equals(FlinkCorpus.parse(text(said))))) {
                faults.add("job " + run.key().jobId() + ": " + path + (is == null ? " is missing" : " differs"));
            }
        });
        return faults;
    }

    private static String text(Document document) {
        return new String(document.body(), StandardCharsets.UTF_8);
    }
}
