package io.jobledger.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.connect.contract.ConnectContract;
import io.jobledger.connect.contract.ConnectJsonContract;
import io.jobledger.connect.listener.ConnectPort;
import io.jobledger.contract.Contract;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The service in this JVM over its embedded worker and broker. Every answer of a call is held against its contract. */
public final class ConnectService implements AutoCloseable {
    public static final String SOURCE = "org.apache.rocketmq.connect.file.FileSourceConnector";
    public static final String SINK = "org.apache.rocketmq.connect.file.FileSinkConnector";

    private static ConnectService shared;

    private final Map<Door, Set<Operation>> succeeded = new ConcurrentHashMap<>();
    private final TestService service;

    private ConnectService(Path dataDir, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "jobledger.flink.mode", "off",
                "jobledger.connect.mode", "embedded",
                "jobledger.connect.port", 0,
                "jobledger.engine-wait", "120s"));
        all.putAll(properties);
        service = TestService.start(dataDir, all);
    }

    /** Where clients find an API. */
    public enum Door {
        /** The text, on the main port. */
        TEXT(ConnectContract.get(), ""),
        /** The JSON, on the main port. */
        JSON(ConnectJsonContract.get(), "/connect-json"),
        /** The JSON, on the port of its own. */
        PORT(ConnectJsonContract.get(), "");

        private final Contract contract;
        private final String prefix;

        Door(Contract contract, String prefix) {
            this.contract = contract;
            this.prefix = prefix;
        }
    }

    /** A service of the caller's own. */
    public static ConnectService start(Path dataDir, Map<String, Object> properties) {
        return new ConnectService(dataDir, properties);
    }

    /** The one service that all tests share which do not restart it; it ends with the JVM. */
    public static synchronized ConnectService shared() {
        if (shared == null) {
            try {
                shared = new ConnectService(Files.createTempDirectory("jobledger"), Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    public TestService service() {
        return service;
    }

    /** Where the user's plugins lie. */
    public Path plugins() {
        return service.dataDir().resolve("connect/plugins");
    }

    /** The root of a door. */
    public URI url(Door door) {
        int port = door == Door.PORT
                ? service.bean(ConnectPort.class).open().orElseThrow()
                : service.url().getPort();
        return URI.create("http://127.0.0.1:" + port + door.prefix);
    }

    /** The operations that a door has answered with 200. */
    public Set<Operation> succeeded(Door door) {
        return succeeded.computeIfAbsent(door, any -> ConcurrentHashMap.newKeySet());
    }

    /** Forgets what was asked so far, and stops all connectors. */
    public void clear() {
        json("GET", "/connectors/stop/all", null);
        succeeded.clear();
    }

    /** @return the words of the text API */
    public String text(String target) {
        return ask(Door.TEXT, "GET", target, null, 200).body();
    }

    /** @return the {@code body} of an answer of the JSON API */
    public JsonNode json(String method, String target, String body) {
        return json(Door.JSON, method, target, body);
    }

    /** As {@link #json(String, String, String)}, at another door. */
    public JsonNode json(Door door, String method, String target, String body) {
        return service.json(ask(door, method, target, body, 200)).get("body");
    }

    /** The message of a call to the JSON API that is refused with the status. */
    public String error(String method, String target, String body, int status) {
        JsonNode error = service.json(ask(Door.JSON, method, target, body, status));
        String message = error.get("message").getStringValue();
        assertThat(message).doesNotContain("\tat ", ".java:");
        return message;
    }

    public HttpResponse<String> ask(Door door, String method, String target, String body, int status) {
        HttpResponse<String> answer = service.send(HttpRequest.newBuilder(URI.create(url(door) + target))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
        String path = target.replaceFirst("\\?.*", "").replaceFirst("(?<=.)/$", "");
        Operation operation = door.contract.operation(method, path).orElseThrow();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, target, answer.body())
                .isEqualTo(status);
        if (door == Door.TEXT) {
            assertThat(type).isEqualTo("text/plain;charset=utf-8");
            assertThat(operation.node().path("responses").has("" + status)).isTrue();
        } else {
            assertThat(type).startsWith("application/json");
            assertThat(door.contract
                            .validate(operation, path, status, "application/json", answer.body())
                            .getMessages())
                    .as("%s %s: %s", method, target, answer.body())
                    .isEmpty();
        }
        if (status == 200) {
            succeeded(door).add(operation);
        }
        return answer;
    }

    /** The state of a task. */
    public String taskState(String name, int task) {
        return json("GET", "/connectors/" + name + "/tasks/" + task + "/status", null)
                .get("state")
                .getStringValue();
    }

    /** A file source's config in JSON. */
    public static String source(Path file, String topic) {
        return "{\"connector.class\":\"%s\",\"filename\":\"%s\",\"connect.topicname\":\"%s\"}"
                .formatted(SOURCE, file, topic);
    }

    /** A file sink's config in JSON. */
    public static String sink(Path file, String topic) {
        return "{\"connector.class\":\"%s\",\"filename\":\"%s\",\"connect.topicnames\":\"%s\"}"
                .formatted(SINK, file, topic);
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The lines that a file has, none if it is not there. */
    public static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
