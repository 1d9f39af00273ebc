package io.jobledger.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.flink.TestJobs;
import io.jobledger.fuzz.KnownValues.FlinkJob;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service as a process of its own with both engines, and jobs in each: ended ones, and such as run. */
final class FuzzedService implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final long INTERVAL_MILLIS = 100;
    private static final int SPARE_RUNNING = 2;
    private static final String MAPS = "/hazelcast/rest/maps/";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path directory;
    private final ServiceProcess process;
    private final List<FlinkJob> spare = new CopyOnWriteArrayList<>();
    private final List<String> spareIds = new CopyOnWriteArrayList<>();
    private final List<String> jars = new ArrayList<>();
    private final List<String> recorded = new ArrayList<>();
    private KnownValues known;
    private String running;
    private String runningId;

    private FuzzedService(Path directory, ServiceProcess process) {
        this.directory = directory;
        this.process = process;
    }

    /** Starts it, and waits until everything is there that requests are made of. */
    static FuzzedService start(Path directory) throws Exception {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        ServiceProcess process = ServiceLaunch.light()
                .with("-Djava.io.tmpdir=" + temporary)
                // Full soon, so that it is no growth.
                .with("-jobledger.document-cache=4194304", "-jobledger.flink.slots=16")
                .with("-jobledger.flink.config.web.refresh-interval=100")
                .start(directory.resolve("data"), directory.resolve("service.log"));
        FuzzedService service = new FuzzedService(directory, process);
        try {
            service.seed();
            return service;
        } catch (Exception | Error e) {
            service.close();
            throw e;
        }
    }

    URI url() {
        return process.url();
    }

    long pid() {
        return process.pid();
    }

    Path dataDir() {
        return directory.resolve("data");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return process.log();
    }

    KnownValues known() {
        return known;
    }

    private void seed() throws Exception {
        await(
                "the service and its engines are up",
                () -> log().contains("flink") && engineUrl("flink") != null && engineUrl("seatunnel") != null);
        for (int i = 0; i < 4; i++) {
            jars.add(upload(i == 0 ? Files.readAllBytes(TestJobs.jar()) : new byte[10]));
        }
        running = run("stream");
        for (int i = 0; i < SPARE_RUNNING; i++) {
            spare.add(new FlinkJob(run("stream")));
        }
        List<String> ended = new ArrayList<>(List.of(run("batch"), run("batch"), run("fail")));
        String cancelled = run("stream");
        runningId = submit(true);
        for (int i = 0; i < SPARE_RUNNING; i++) {
            spareIds.add(submit(true));
        }
        String first = submit(false);
        String second = submit(false);
        spare.add(new FlinkJob(run("batch")));
        spareIds.add(submit(false));

        Path savepoints = Files.createDirectories(directory.resolve("savepoints"));
        awaitTasks(running);
        awaitTasks(cancelled);
        String trigger = post("/jobs/" + running + "/savepoints", "{\"target-directory\":\"" + savepoints + "\"}")
                .path("request-id")
                .asText();
        await(
                "a savepoint is there",
                () -> get("/jobs/" + running + "/savepoints/" + trigger).contains("COMPLETED"));
        String savepoint = MAPPER.readTree(get("/jobs/" + running + "/savepoints/" + trigger))
                .path("operation")
                .path("location")
                .asText();
        send("PATCH", "/jobs/" + cancelled, "");
        ended.add(cancelled);
        for (String id : ended) {
            await(
                    "job " + id + " is sealed",
                    () -> get("/history/jobs/flink/local/" + id).contains("\"SEALED\""));
        }
        for (String id : List.of(first, second)) {
            await(
                    "job " + id + " is sealed",
                    () -> get("/history/jobs/seatunnel/local/" + id).contains("\"SEALED\""));
        }
        Path archives = Files.createDirectories(directory.resolve("archives"));
        Files.writeString(archives.resolve("0123456789abcdef0123456789abcdef"), "no archive");
        post("/history/imports", "{\"directory\":\"" + archives + "\"}");

        List<FlinkJob> kept = new ArrayList<>();
        kept.add(new FlinkJob(running, vertices(running), List.of("1", "2"), List.of(trigger)));
        for (String id : ended) {
            kept.add(new FlinkJob(id, vertices(id), List.of("1", "2"), List.of()));
        }
        List<String> taskManagers = new ArrayList<>();
        MAPPER.readTree(get("/taskmanagers"))
                .path("taskmanagers")
                .forEach(one -> taskManagers.add(one.path("id").asText()));
        for (String id : ended) {
            recorded.addAll(List.of(
                    "/jobs/" + id,
                    "/jobs/" + id + "/config",
                    "/jobs/" + id + "/exceptions",
                    "/jobs/" + id + "/checkpoints",
                    "/history/jobs/flink/local/" + id));
        }
        for (String id : List.of(first, second)) {
            recorded.addAll(List.of(MAPS + "job-info/" + id, "/history/jobs/seatunnel/local/" + id));
        }
        known = new KnownValues(
                Collections.unmodifiableList(kept),
                spare,
                List.of(runningId, first, second),
                spareIds,
                jars,
                taskManagers,
                List.of(
                        savepoints.toString(),
                        archives.toString(),
                        directory.resolve("none").toString()),
                List.of(savepoint.isEmpty() ? "none" : savepoint + "-no"));
    }

    /** Where an engine serves itself, null while it has not said so. */
    URI engineUrl(String engine) throws IOException {
        Matcher ready =
                Pattern.compile(" " + engine + " \\S+ is ready on (\\S+) after").matcher(log());
        String url = null;
        while (ready.find()) {
            url = ready.group(1);
        }
        return url == null ? null : URI.create(url);
    }

    /** The recorded answers about jobs that have ended: none of them may change. */
    Map<String, String> recorded() throws Exception {
        Map<String, String> answers = new TreeMap<>();
        for (String target : recorded) {
            answers.put(target, get(target));
        }
        answers.put("the running job of Flink", state("/jobs/" + running, "state"));
        answers.put("the running job of SeaTunnel", state(MAPS + "job-info/" + runningId, "jobStatus"));
        return answers;
    }

    /** Runs others in place of spare jobs that have ended. */
    void replaceEnded() throws Exception {
        for (int i = 0; i < SPARE_RUNNING; i++) {
            String state = state("/jobs/" + spare.get(i).id(), "state");
            if (!List.of("RUNNING", "CREATED", "INITIALIZING", "RESTARTING", "CANCELLING", "FAILING")
                    .contains(state)) {
                spare.set(i, new FlinkJob(run("stream")));
            } else if (state.equals("RUNNING") && spare.get(i).vertices().isEmpty()) {
                FlinkJob job = spare.get(i);
                spare.set(i, new FlinkJob(job.id(), vertices(job.id()), List.of("1"), List.of()));
            }
            String other = state(MAPS + "job-info/" + spareIds.get(i), "jobStatus");
            if (List.of("FINISHED", "CANCELED", "FAILED", "SAVEPOINT_DONE", "").contains(other)) {
                spareIds.set(i, submit(true));
            }
        }
    }

    private String state(String target, String field) throws Exception {
        return MAPPER.readTree(get(target)).path(field).asText();
    }

    private String upload(byte[] jar) throws Exception {
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"probe.jar\"\r\n\r\n"),
                BodyPublishers.ofByteArray(jar),
                BodyPublishers.ofString("\r\n--b--\r\n"));
        String file = MAPPER.readTree(send(HttpRequest.newBuilder(url().resolve("/jars/upload"))
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(body))
                        .body())
                .path("filename")
                .asText();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private String run(String kind) throws Exception {
        return post("/jars/" + jars.get(0) + "/run", "{\"programArgsList\":[\"--kind\",\"" + kind + "\"]}")
                .path("jobid")
                .asText();
    }

    private String submit(boolean stream) throws Exception {
        String job = stream ? io.jobledger.seatunnel.TestJobs.STREAM : io.jobledger.seatunnel.TestJobs.BATCH;
        return post(MAPS + "submit-job", job).path("jobId").asText();
    }

    private List<String> vertices(String id) throws Exception {
        List<String> vertices = new ArrayList<>();
        MAPPER.readTree(get("/jobs/" + id))
                .path("vertices")
                .forEach(vertex -> vertices.add(vertex.path("id").asText()));
        return vertices;
    }

    private void awaitTasks(String id) throws Exception {
        await("the tasks of " + id + " run", () -> {
            JsonNode vertices = MAPPER.readTree(get("/jobs/" + id)).path("vertices");
            boolean all = !vertices.isEmpty();
            for (JsonNode vertex : vertices) {
                all &= vertex.path("tasks").path("RUNNING").equals(vertex.path("parallelism"));
            }
            return all;
        });
    }

    String get(String target) throws Exception {
        return send(HttpRequest.newBuilder(url().resolve(target))).body();
    }

    private JsonNode post(String target, String json) throws Exception {
        HttpResponse<String> answer = send("POST", target, json);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("POST " + target + ": " + answer.statusCode() + ' ' + answer.body());
        }
        return MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String target, String json) throws Exception {
        return send(HttpRequest.newBuilder(url().resolve(target))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("Waited in vain until " + what + ": " + log());
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
    }

    /** Its engines end with it. */
    @Override
    public void close() {
        process.kill();
    }
}
