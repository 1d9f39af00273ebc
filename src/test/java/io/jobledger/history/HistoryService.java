package io.jobledger.history;

import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobSnapshotBuilder;
import io.jobledger.ledger.Ledger;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service in this JVM without any engine: all that it knows is what a test has recorded. */
public final class HistoryService implements AutoCloseable {
    private final TestService service;

    private HistoryService(TestService service) {
        this.service = service;
    }

    public static HistoryService start() {
        return start(Map.of());
    }

    public static HistoryService start(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "jobledger.flink.mode", "off", "jobledger.seatunnel.mode", "off", "jobledger.seatunnel.port", -1));
        all.putAll(properties);
        try {
            return new HistoryService(TestService.start(Files.createTempDirectory("jobledger"), all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestService service() {
        return service;
    }

    public <T> T bean(Class<T> type) {
        return service.bean(type);
    }

    public void record(JobSnapshotBuilder snapshot) {
        bean(Ledger.class).record(snapshot.build());
    }

    /** The address of a job. */
    public static String path(JobKey key) {
        return "/history/jobs/" + encoded(key.engine()) + '/' + encoded(key.cluster()) + '/' + encoded(key.jobId());
    }

    /** As it can stand in a path, and in a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public HttpResponse<String> get(String target) {
        return service.get(target);
    }

    public HttpResponse<String> get(String target, String accept) {
        return service.send(
                HttpRequest.newBuilder(service.url().resolve(target)).header("Accept", accept));
    }

    /** The body of a GET that must succeed. */
    public JsonNode json(String target) {
        HttpResponse<String> answer = get(target);
        if (answer.statusCode() != 200) {
            throw new AssertionError(target + ": " + answer.statusCode() + ' ' + answer.body());
        }
        return service.json(answer);
    }

    /** All pages of a list, put together. */
    public List<JsonNode> pages(String target, String list) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = json(target + cursor);
            page.get(list).values().forEach(items::add);
            cursor = page.get("cursor") == null
                    ? null
                    : (target.contains("?") ? "&" : "?") + "cursor="
                            + encoded(page.get("cursor").getStringValue());
        }
        return items;
    }

    @Override
    public void close() {
        service.close();
    }
}
