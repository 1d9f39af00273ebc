package io.jobledger.bench;

import io.jobledger.flink.TestJobs;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as users run it, with a heap of 512 MB. */
final class PackagedService implements AutoCloseable {
    private static final Duration A_LOOK = Duration.ofMillis(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path log;
    private final ServiceProcess process;
    private final Clock clock;

    private PackagedService(Path log, ServiceProcess process, Clock clock) {
        this.log = log;
        this.process = process;
        this.clock = clock;
    }

    /**
     * Starts it, and waits until its Flink has slots.
     *
     * @param settings further ones, such as {@code -jobledger.flink.mode=remote}
     */
    static PackagedService start(Path dir, String... settings) throws Exception {
        PackagedService service = launch(dir, List.of(settings));
        service.await(() -> service.get("/taskmanagers").contains("\"slotsNumber\""));
        return service;
    }

    /** Starts it without any engine, and waits until it is ready. */
    static PackagedService startWithoutEngine(Path dir, List<String> settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("-jobledger.flink.mode=off"));
        all.addAll(settings);
        PackagedService service = launch(dir, all);
        service.await(() -> service.answers("/health"));
        return service;
    }

    private static PackagedService launch(Path dir, List<String> settings) throws IOException {
        Files.createDirectories(dir);
        Path log = dir.resolve("service.log");
        Files.deleteIfExists(log);
        ServiceLaunch launch = ServiceLaunch.packaged().without("seatunnel").with(settings);
        Clock clock = new Clock();
        return new PackagedService(log, launch.start(dir.resolve("data"), log), clock);
    }

    URI url() {
        return process.url();
    }

    /** The engine behind it. */
    URI engine() throws Exception {
        return URI.create(find(get("/health"), "\"url\":\"(http://127[^\"]+)\""));
    }

    /** Uploads the tests' probe job; returns the jar's id. */
    String upload() throws Exception {
        Path jar = TestJobs.jar();
        String boundary = "bench";
        byte[] head = ("--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"probe.jar\"\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        String uploaded = send(request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArrays(List.of(head, Files.readAllBytes(jar), tail))));
        return find(uploaded, "\"filename\":\"[^\"]*/([^/\"]+)\"");
    }

    /** Runs a job of the jar; returns the job's id. */
    String run(String jar, String kind) throws Exception {
        String submitted = post("/jars/" + jar + "/run", "{\"programArgsList\":[\"--kind\",\"" + kind + "\"]}");
        return find(submitted, "\"jobid\":\"([0-9a-f]{32})\"");
    }

    /** Runs the tests' probe job. */
    String run(String kind) throws Exception {
        return run(upload(), kind);
    }

    /** Waits until so many runs are sealed: from then on the ledger answers for them. */
    void awaitSealed(int runs) throws Exception {
        await(() -> process.log().split(" as SEALED", -1).length > runs);
    }

    String get(String path) throws Exception {
        return send(request(path));
    }

    /** Whether a GET is answered with 200. */
    boolean answers(String path) throws Exception {
        HttpResponse<Void> response = http.send(request(path).build(), BodyHandlers.discarding());
        return response.statusCode() == 200;
    }

    String post(String path, String json) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    String patch(String path) throws Exception {
        return send(request(path).method("PATCH", BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url().resolve(path));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }

    static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /** Waits; returns the seconds since the process was started. */
    double await(Callable<Boolean> condition) throws Exception {
        return clock.until(A_LOOK, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The service died, see " + log);
            }
            return condition.call();
        });
    }

    /** Stops it in good order. */
    @Override
    public void close() {
        process.terminate();
        process.ends(Duration.ofHours(1));
    }
}
