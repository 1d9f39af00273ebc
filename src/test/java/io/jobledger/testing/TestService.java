package io.jobledger.testing;

import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.EngineClusters;
import io.jobledger.engine.Engine;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.live.LiveJobs;
import io.jobledger.flink.wiring.FlinkKind;
import io.jobledger.flink.wiring.FlinkParts;
import io.jobledger.ledger.Closure;
import io.jobledger.ledger.Ledger;
import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** The service in this JVM, on a free port, over a real Flink; and an HTTP client to it. */
public final class TestService implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** Sealed sooner: most tests wait for that. */
    private static final Map<String, Object> SHARED = Map.of(
            "jobledger.flink.slots",
            8,
            "jobledger.flink.config.web.refresh-interval",
            "100",
            "jobledger.flink.config.rest.cache.checkpoint-statistics.timeout",
            "100 ms");

    private static TestService shared;

    private final Path dataDir;
    private final EmbeddedServer server;
    private String jarId;

    private TestService(Path dataDir, Map<String, Object> properties) {
        this.dataDir = dataDir;
        Map<String, Object> all =
                new HashMap<>(Map.of("micronaut.server.port", -1, "jobledger.data-dir", dataDir.toString()));
        // A busy machine is no reason to take a remote cluster for one that is away.
        all.put("jobledger.flink.unresponsive-after", "60s");
        all.putAll(properties);
        ApplicationContext context = ApplicationContext.builder(all).build();
        try {
            this.server = started(context).getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            // What is refused would go on in the background.
            context.close();
            throw e;
        }
    }

    /** Starts a context. One whose start fails is closed: without its second start that would end none of its beans. */
    public static ApplicationContext started(ApplicationContext context) {
        try {
            return context.start();
        } catch (RuntimeException e) {
            context.start().close();
            throw e;
        }
    }

    /** A service of the caller's own. */
    public static TestService start(Path dataDir, Map<String, Object> properties) {
        return new TestService(dataDir, properties);
    }

    /** The one service that all tests share which do not restart it; it ends with the JVM. */
    public static synchronized TestService shared() {
        if (shared == null) {
            try {
                shared = new TestService(Files.createTempDirectory("jobledger"), SHARED);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    public URI url() {
        return server.getURI();
    }

    public Path dataDir() {
        return dataDir;
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    /** The main cluster of an engine. */
    public EngineCluster cluster(String engine) {
        return bean(EngineClusters.class).main(engine);
    }

    /** The parts of the main Flink cluster. */
    public FlinkParts flink() {
        return bean(FlinkKind.class).main();
    }

    public Engine engine() {
        return engine("flink");
    }

    public Engine engine(String name) {
        return cluster(name).engine();
    }

    /** The engine's own REST API, past us. */
    public URI engineUrl() {
        return engine().ready(Duration.ofSeconds(60))
                .toCompletableFuture()
                .join()
                .baseUrl();
    }

    public HttpResponse<String> get(String target) {
        return send(HttpRequest.newBuilder(url().resolve(target)));
    }

    /** Asks the engine itself. */
    public HttpResponse<String> getFromEngine(String target) {
        return send(HttpRequest.newBuilder(URI.create(engineUrl() + target)));
    }

    public HttpResponse<String> send(String method, String target, String json) {
        return send(HttpRequest.newBuilder(url().resolve(target))
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(90)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Uploads a file as a browser would. */
    public HttpResponse<String> upload(Path file, String name) {
        String boundary = UUID.randomUUID().toString();
        try {
            BodyPublisher body = BodyPublishers.concat(
                    BodyPublishers.ofString("--" + boundary
                            + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"" + name
                            + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
            return send(HttpRequest.newBuilder(url().resolve("/jars/upload"))
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .POST(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of the uploaded jar of the test jobs. */
    public synchronized String jarId() {
        if (jarId == null) {
            String filename = json(upload(TestJobs.jar(), "test-jobs.jar"))
                    .get("filename")
                    .getStringValue();
            jarId = filename.substring(filename.lastIndexOf('/') + 1);
        }
        return jarId;
    }

    /** Runs the probe job and returns its id. */
    public String run(String kind) {
        HttpResponse<String> answer = send(
                "POST",
                "/jars/" + jarId() + "/run",
                "{\"programArgsList\":[\"--kind\",\"" + kind + "\"],\"parallelism\":2}");
        return json(answer).get("jobid").getStringValue();
    }

    /** The job's state, as we tell it. */
    public String state(String jobId) {
        HttpResponse<String> answer = get("/jobs/" + jobId);
        return answer.statusCode() == 200 ? json(answer).get("state").getStringValue() : "" + answer.statusCode();
    }

    public void awaitState(String jobId, String state) {
        Awaitility.await("job " + jobId + " is " + state)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> state(jobId).equals(state));
    }

    /** Waits until all tasks run: sooner the job takes no savepoint. */
    public void awaitTasks(String jobId) {
        Awaitility.await("the tasks of " + jobId + " run")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    JsonNode job = json(get("/jobs/" + jobId));
                    boolean all = job.get("vertices") != null;
                    for (JsonNode vertex : all ? job.get("vertices").values() : List.<JsonNode>of()) {
                        all &= vertex.get("tasks").get("RUNNING").equals(vertex.get("parallelism"));
                    }
                    return all;
                });
    }

    /** Waits until the ledger, no longer the engine, answers for the job. */
    public void awaitSealed(String jobId) {
        Ledger ledger = bean(Ledger.class);
        EngineCluster cluster = cluster("flink");
        LiveJobs live = flink().jobs();
        Awaitility.await("job " + jobId + " is sealed")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ledger.newestRun(cluster.job(jobId))
                                .filter(run -> run.closure() == Closure.SEALED)
                                .isPresent()
                        // For a moment the engine is still asked: its answer has the time of today, the ledger's has
                        // not.
                        && !live.live(jobId));
    }

    public JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    public JsonNode json(String text) {
        try {
            return bean(JsonMapper.class).readValue(text, JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
