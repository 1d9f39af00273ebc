package io.jobledger.trial;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.flink.FlinkStates;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** SIGKILL of the engine while some jobs run, some end, and some have ended. */
final class EngineKills implements Kind {
    private static final List<String> JOBS = List.of("batch", "stream", "fail", "batch");
    private static final Duration CLOSED = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "kill-engine";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        Map<String, Object> settings =
                Map.of("jobledger.flink.slots", 8, "jobledger.seatunnel.mode", "off", "jobledger.seatunnel.port", -1);
        Map<String, JobRun> before = new LinkedHashMap<>();
        try (TestService service = TestService.start(directory, settings)) {
            for (int i = 0; i < trials; i++) {
                for (String fault : trial(service, new Random(seed + i), before)) {
                    tally.lost("seed " + (seed + i) + ": " + fault);
                }
                tally.trial();
            }
            tally.count("jobs", before.size());
        }
        return tally;
    }

    /** @param sealed what was sealed by earlier trials: added to */
    private static List<String> trial(TestService service, Random random, Map<String, JobRun> sealed)
            throws InterruptedException {
        service.engineUrl();
        List<String> jobs = new ArrayList<>();
        for (String kind : JOBS) {
            jobs.add(service.run(kind));
        }
        Thread.sleep(random.nextInt(6_000));
        Map<String, String> told = new LinkedHashMap<>();
        jobs.forEach(job -> told.put(job, service.state(job)));
        long pid = service.engine().session().orElseThrow().pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        Ledger ledger = service.bean(Ledger.class);
        EngineCluster cluster = service.cluster("flink");
        List<String> faults = new ArrayList<>();
        for (String job : jobs) {
            boolean closed = TrialProcess.comes(
                    () -> ledger.newestRun(cluster.job(job))
                            .filter(run -> run.closure() != Closure.OPEN)
                            .isPresent(),
                    CLOSED);
            if (!closed) {
                faults.add(
                        "job " + job + ", " + told.get(job) + ", is not closed: " + ledger.newestRun(cluster.job(job)));
                continue;
            }
            List<JobRun> runs = ledger.runs(cluster.job(job));
            String state = runs.get(0).state();
            boolean asTold = FlinkStates.isFinal(told.get(job))
                    ? state.equals(told.get(job))
                    : FlinkStates.isFinal(state) || state.equals(FlinkStates.SUSPENDED);
            if (runs.size() > 1 || !asTold || !service.state(job).equals(state)) {
                faults.add("job " + job + ", " + told.get(job) + ", is now " + runs);
            }
            sealed.put(job, runs.get(0));
        }
        sealed.forEach((job, run) -> {
            if (!ledger.runs(cluster.job(job)).equals(List.of(run))) {
                faults.add("job " + job + " was " + run + " and is " + ledger.runs(cluster.job(job)));
            }
        });
        return faults;
    }
}
