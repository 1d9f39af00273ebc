package io.jobledger.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.flink.FlinkStates;
import io.jobledger.flink.TestJobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SIGKILL of the engine or of the service, while clients ask all the time how jobs are that end. Each end that a client
 * was told of is what history says of the job from then on.
 */
final class Told implements Kind {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> JOBS = List.of("batch", "fail", "stream", "batch");
    private static final Duration CLOSED = Duration.ofSeconds(90);
    private static final Duration ANSWERED = Duration.ofSeconds(10);
    private static final Map<String, String> RESULTS =
            Map.of("SUCCEEDED", "FINISHED", "FAILED", "FAILED", "CANCELED", "CANCELED");

    /** Later than this, all jobs have ended. */
    private static final int LATEST_MILLIS = 7_000;

    @Override
    public String name() {
        return "told";
    }

    @Override
    public Tally run(int trials, long seed, Path directory) throws Exception {
        Tally tally = new Tally(name());
        TrialProcess.Home home = new TrialProcess.Home(
                directory,
                directory.resolve("data"),
                List.of(
                        "-jobledger.flink.mode=embedded",
                        "-jobledger.flink.slots=8",
                        "-jobledger.flink.jvm-options=-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
        Map<String, String> before = new LinkedHashMap<>();
        TrialProcess service = TrialProcess.start(home, 0);
        try {
            service.awaitChecked();
            String jar = service.upload(TestJobs.jar());
            for (int i = 0; i < trials; i++) {
                Random random = new Random(seed + i);
                boolean whole = random.nextInt(3) == 0;
                Map<String, String> told = asked(service, jar, random, whole, tally, seed + i);
                if (whole) {
                    service = TrialProcess.start(home, 0);
                    service.awaitChecked();
                    tally.count("kills of the service", 1);
                } else {
                    tally.count("kills of the engine", 1);
                }
                tally.count(
                        "ends told",
                        told.values().stream().filter(state -> !state.isEmpty()).count());
                for (String fault : faults(service, told, before)) {
                    tally.lost("seed " + (seed + i) + ": " + fault);
                }
                tally.trial();
            }
            tally.count("jobs", before.size());
        } finally {
            service.close();
        }
        return tally;
    }

    /**
     * Runs the jobs, has clients ask how they are, and kills the engine or the service meanwhile.
     *
     * @return by job the final state that was told; "" for none
     */
    private static Map<String, String> asked(
            TrialProcess service, String jar, Random random, boolean whole, Tally tally, long seed)
            throws InterruptedException {
        Map<String, String> told = new ConcurrentHashMap<>();
        List<String> jobs = new ArrayList<>();
        for (String kind : JOBS) {
            TrialProcess.await("a job runs", () -> {
                String run = "{\"programArgsList\":[\"--kind\",\"" + kind + "\"],\"parallelism\":2}";
                JsonNode answer =
                        parse(service.send("POST", "/jars/" + jar + "/run", run).body());
                return answer.hasNonNull("jobid")
                        && jobs.add(answer.path("jobid").asText());
            });
        }
        jobs.forEach(job -> told.put(job, ""));
        String cancelled = jobs.get(JOBS.indexOf("stream"));
        int cancelledAfter = random.nextInt(LATEST_MILLIS);
        int killedAfter = random.nextInt(LATEST_MILLIS);
        List<Thread> clients = new ArrayList<>();
        for (String path : List.of("", "/status", "/execution-result", "/jobs/overview", "/jobs")) {
            Thread client = new Thread(() -> ask(service, path, told, tally, seed), "client" + path);
            client.start();
            clients.add(client);
        }
        try {
            Thread.sleep(Math.min(cancelledAfter, killedAfter));
            if (cancelledAfter < killedAfter) {
                service.send("PATCH", "/jobs/" + cancelled, "");
                Thread.sleep(killedAfter - cancelledAfter);
            }
        } catch (IOException e) {
            tally.lost("seed " + seed + ": the service did not cancel: " + e);
        }
        List<ProcessHandle> engine = service.children();
        if (whole) {
            service.close();
        }
        engine.forEach(ProcessHandle::destroyForcibly);
        for (Thread client : clients) {
            client.interrupt();
            client.join();
        }
        return told;
    }

    private static void ask(TrialProcess service, String path, Map<String, String> told, Tally tally, long seed) {
        boolean list = path.startsWith("/jobs");
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (String job : list ? List.of("") : List.copyOf(told.keySet())) {
                    var answer = service.get(list ? path : "/jobs/" + job + path, ANSWERED);
                    if (answer.statusCode() == 200) {
                        states(parse(answer.body()), job).forEach((id, state) -> note(id, state, told, tally, seed));
                    }
                }
            } catch (IOException gone) {
                // It was killed.
                return;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void note(String job, String state, Map<String, String> told, Tally tally, long seed) {
        if (FlinkStates.isFinal(state) && told.containsKey(job)) {
            String before = told.put(job, state);
            if (!before.isEmpty() && !before.equals(state)) {
                tally.lost("seed " + seed + ": job " + job + " was " + before + " and is " + state);
            }
        }
    }

    /** The states that an answer tells, by job. */
    private static Map<String, String> states(JsonNode answer, String job) {
        Map<String, String> states = new LinkedHashMap<>();
        answer.path("jobs")
                .forEach(entry -> states.put(
                        entry.path("jid").asText(entry.path("id").asText()),
                        entry.path("state").asText(entry.path("status").asText())));
        if (answer.path("status").isObject()) {
            String result =
                    answer.at("/job-execution-result/application-status").asText();
            states.put(job, RESULTS.getOrDefault(result, ""));
        } else if (!job.isEmpty()) {
            states.put(job, answer.path("state").asText(answer.path("status").asText()));
        }
        return states;
    }

    /** @param before what history said of the jobs of earlier trials: added to */
    private static List<String> faults(TrialProcess service, Map<String, String> told, Map<String, String> before) {
        List<String> faults = new ArrayList<>();
        told.forEach((job, state) -> {
            boolean closed = TrialProcess.comes(
                    () -> {
                        String closure = record(service, job).path("closure").asText();
                        // One that was killed before it was ever listed is not known.
                        return closure.isEmpty() ? state.isEmpty() : !closure.equals("OPEN");
                    },
                    CLOSED);
            if (!closed) {
                faults.add("job " + job + ", told " + state + ", is not closed");
                return;
            }
            String history = state(service, job);
            if (!state.isEmpty() && !history.equals(state)) {
                faults.add("job " + job + ", told " + state + ", is " + history);
            }
            if (!history.isEmpty()) {
                before.put(job, history);
            }
        });
        before.forEach((job, state) -> {
            String now = state(service, job);
            if (!now.equals(state)) {
                faults.add("job " + job + " was " + state + " in history, and is " + now);
            }
        });
        return faults;
    }

    private static String state(TrialProcess service, String job) {
        List<String> states = new ArrayList<>();
        TrialProcess.await(
                "history answers",
                () -> states.add(record(service, job).path("state").asText()));
        return states.get(0);
    }

    private static JsonNode record(TrialProcess service, String job) throws IOException, InterruptedException {
        return parse(service.get("/history/jobs/flink/local/" + job, ANSWERED).body());
    }

    private static JsonNode parse(String body) throws IOException {
        return JSON.readTree(body);
    }
}
