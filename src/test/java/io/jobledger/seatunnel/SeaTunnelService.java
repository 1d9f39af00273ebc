package io.jobledger.seatunnel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.engine.Engine;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.jobledger.seatunnel.wiring.SeaTunnelKind;
import io.jobledger.seatunnel.wiring.SeaTunnelParts;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** The service in this JVM over a real embedded SeaTunnel. Every answer of a call is held against the contract. */
public final class SeaTunnelService implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String MAPS = "/hazelcast/rest/maps/";

    private static SeaTunnelService shared;

    private final SeaTunnelContract contract = SeaTunnelContract.get();
    private final Set<Operation> succeeded = ConcurrentHashMap.newKeySet();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final TestService service;

    private SeaTunnelService(Path dataDir, Map<String, Object> properties) {
        rootLogger().addAppender(log);
        log.start();
        Map<String, Object> all = new HashMap<>(Map.of(
                "jobledger.flink.mode",
                "off",
                "jobledger.seatunnel.mode",
                "embedded",
                "jobledger.engine-wait",
                "120s",
                "jobledger.engine-read-timeout",
                "85s"));
        all.putAll(properties);
        service = TestService.start(dataDir, all);
    }

    /** A service of the caller's own. */
    public static SeaTunnelService start(Path dataDir, Map<String, Object> properties) {
        return new SeaTunnelService(dataDir, properties);
    }

    /** The one service that all tests share which do not restart it; it ends with the JVM. */
    public static synchronized SeaTunnelService shared() {
        if (shared == null) {
            try {
                shared = new SeaTunnelService(Files.createTempDirectory("jobledger"), Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** The service, for calls whose answer is not that of an operation of the contract. */
    public TestService service() {
        return service;
    }

    /** The main cluster of an engine. */
    public EngineCluster cluster(String engine) {
        return service.cluster(engine);
    }

    /** The parts of the main SeaTunnel cluster. */
    public SeaTunnelParts seatunnel() {
        return bean(SeaTunnelKind.class).main();
    }

    public <T> T bean(Class<T> type) {
        return service.bean(type);
    }

    public Path dataDir() {
        return service.dataDir();
    }

    public Engine engine() {
        return cluster("seatunnel").engine();
    }

    /** Asks the engine itself, past us. */
    public HttpResponse<String> askEngine(String method, String call, String body) {
        URI engine = engine().ready(PATIENCE).toCompletableFuture().join().baseUrl();
        return service.send(HttpRequest.newBuilder(URI.create(engine + MAPS + call))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** The operations that this service has answered with 200. */
    public Set<Operation> succeeded() {
        return succeeded;
    }

    /** @param call below {@code /hazelcast/rest/maps/} */
    public JsonNode get(String call) {
        return succeeds("GET", call, null);
    }

    public JsonNode post(String call, String body) {
        return succeeds("POST", call, body);
    }

    private JsonNode succeeds(String method, String call, String body) {
        JsonNode answer = service.json(ask(method, call, body, 200));
        succeeded.add(operation(method, call));
        return answer;
    }

    /** The message of a call that is refused with the status. */
    public String error(String method, String call, String body, int status) {
        return error(ask(method, call, body, status));
    }

    /** As {@link #error(String, String, String, int)}, of an answer that has come already. */
    public String error(HttpResponse<String> answer) {
        JsonNode error = service.json(answer);
        assertThat(error.get("status").getStringValue()).isEqualTo("fail");
        String message = error.get("message").getStringValue();
        assertThat(message).doesNotContain("\tat ", ".java:");
        return message;
    }

    public HttpResponse<String> ask(String method, String call, String body, int status) {
        HttpResponse<String> answer = service.send(method, MAPS + call, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, call, answer.body())
                .isEqualTo(status);
        assertThat(contract.validate(operation(method, call), path(call), status, "application/json", answer.body())
                        .getMessages())
                .as("%s %s: %s", method, call, answer.body())
                .isEmpty();
        return answer;
    }

    /** Sends what need not be text. */
    public HttpResponse<String> postBytes(String call, byte[] body) {
        return service.send(
                HttpRequest.newBuilder(service.url().resolve(MAPS + call)).POST(BodyPublishers.ofByteArray(body)));
    }

    /** Submits a job and returns its id. */
    public String submit(String config) {
        return post("submit-job", config).get("jobId").getStringValue();
    }

    /** Waits until the job is in the state, and returns it. */
    public JsonNode awaitState(String job, String state) {
        Awaitility.await("job " + job + " is " + state)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    JsonNode found = get("job-info/" + job);
                    assertThat(found.get("jobStatus"))
                            .as("%s", SeaTunnelCorpus.write(found))
                            .isEqualTo(JsonNode.createStringNode(state));
                    // For a moment, a job has ended and still looks like one that runs.
                    assertThat(found.get("finishTime") != null).isEqualTo(!state.equals("RUNNING"));
                });
        return get("job-info/" + job);
    }

    /** All that the service has logged so far, with stack traces. */
    public String logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    private Operation operation(String method, String call) {
        return contract.operation(method, path(call)).orElseThrow();
    }

    private static String path(String call) {
        return MAPS + call.replaceFirst("\\?.*", "").replaceFirst("/$", "");
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public void close() {
        service.close();
        rootLogger().detachAppender(log);
    }
}
