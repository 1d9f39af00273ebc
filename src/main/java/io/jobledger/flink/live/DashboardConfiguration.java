package io.jobledger.flink.live;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.flink.FlinkCaches;
import io.jobledger.http.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Serves the dashboard's configuration, above all its permitted features, once per visit. Without an engine it says
 * "history server": the dashboard then shows recorded jobs, and requests nothing else.
 */
public final class DashboardConfiguration {
    private static final String TARGET = "/config";

    /** Longest wait for the engine; the page stays blank for as long. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Flink's own value for an unknown build. */
    static final String UNKNOWN = "<unknown>";

    private final FlinkLive live;
    private final Json json;
    private final FlinkCaches caches;

    private volatile JsonNode last;

    public DashboardConfiguration(FlinkLive live, Json json, FlinkCaches caches) {
        this.live = live;
        this.json = json;
        this.caches = caches;
    }

    /** Returns the engine's answer, after a short wait for a starting one, or a history server's. Never an error. */
    public CompletionStage<HttpResponse<?>> get() {
        CompletionStage<EngineAnswer> asked =
                live.read(TARGET).toCompletableFuture().copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return asked.handle((answer, absent) -> {
            if (absent != null || !answer.ok()) {
                return FlinkAnswers.json(200, json.write(historyServer()));
            }
            last = json.read(answer.body());
            return FlinkLive.response(answer);
        });
    }

    private JsonNode historyServer() {
        ZonedDateTime now = ZonedDateTime.now();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("refresh-interval", JsonNode.createNumberNode(caches.refresh()));
        fields.put(
                "timezone-name",
                JsonNode.createStringNode(now.getZone().getDisplayName(TextStyle.FULL, Locale.getDefault())));
        fields.put("timezone-offset", JsonNode.createNumberNode(now.getOffset().getTotalSeconds() * 1000));
        fields.put("flink-version", JsonNode.createStringNode(UNKNOWN));
        fields.put("flink-revision", JsonNode.createStringNode(UNKNOWN));
        JsonNode known = last;
        if (known != null) {
            fields.putAll(Json.fields(known));
        }
        fields.put(
                "features",
                JsonNode.createObjectNode(Map.of(
                        "web-submit", JsonNode.createBooleanNode(false),
                        "web-cancel", JsonNode.createBooleanNode(false),
                        "web-rescale", JsonNode.createBooleanNode(false),
                        "web-history", JsonNode.createBooleanNode(true))));
        return JsonNode.createObjectNode(fields);
    }
}
