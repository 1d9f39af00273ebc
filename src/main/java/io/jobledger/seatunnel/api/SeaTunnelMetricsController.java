package io.jobledger.seatunnel.api;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.seatunnel.contract.MetricsController;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Metrics of the engine's node. */
@Controller
final class SeaTunnelMetricsController implements MetricsController {
    private static final String INSTANCE = "/hazelcast/rest/instance/";

    private final SeaTunnelLive live;

    SeaTunnelMetricsController(SeaTunnelLive live) {
        this.live = live;
    }

    @Override
    public CompletionStage<HttpResponse<?>> getMetrics(HttpRequest<?> request) {
        return live.raw(INSTANCE + "metrics").thenApply(SeaTunnelMetricsController::response);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getOpenMetrics(HttpRequest<?> request) {
        return live.raw(INSTANCE + "openmetrics").thenApply(SeaTunnelMetricsController::response);
    }

    private static HttpResponse<?> response(EngineAnswer answer) {
        MutableHttpResponse<byte[]> response = HttpResponse.ok(answer.body());
        return answer.contentType() == null
                ? response
                : response.header(HttpHeaders.CONTENT_TYPE, answer.contentType());
    }
}
