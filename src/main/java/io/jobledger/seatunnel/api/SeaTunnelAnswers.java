package io.jobledger.seatunnel.api;

import io.jobledger.engine.client.EngineAnswer;
import io.jobledger.http.Answers;
import io.jobledger.http.ApiErrors;
import io.jobledger.http.Json;
import io.jobledger.http.Routes;
import io.jobledger.seatunnel.ContractShape;
import io.jobledger.seatunnel.jobs.JobAnswers;
import io.jobledger.seatunnel.live.JobRequests;
import io.jobledger.seatunnel.live.SeaTunnelLive;
import io.jobledger.seatunnel.operation.JobOperations;
import io.jobledger.seatunnel.wiring.SeaTunnelKind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Gives the answers of SeaTunnel's API, and reads the bodies of requests to it. */
@Singleton
record SeaTunnelAnswers(SeaTunnelKind clusters, ContractShape shape, Json json) implements Answers {

    @Override
    public CompletionStage<HttpResponse<?>> engine(HttpRequest<?> request) {
        String path = Routes.template(request);
        return live(request).get(path.substring(path.lastIndexOf('/') + 1)).thenApply(this::asItIs);
    }

    @Override
    public CompletionStage<HttpResponse<?>> raw(HttpRequest<?> request) {
        return live(request).raw(Routes.template(request)).thenApply(SeaTunnelAnswers::asItComes);
    }

    /** Answers a GET for one job, named in the path. */
    @Override
    public CompletionStage<HttpResponse<?>> either(HttpRequest<?> request) {
        return jobs(request)
                .info(JobRequests.jobId(Routes.variable(request, "jobId")))
                .thenApply(this::shaped);
    }

    SeaTunnelLive live(HttpRequest<?> request) {
        return clusters.asked(request).live();
    }

    JobAnswers jobs(HttpRequest<?> request) {
        return clusters.asked(request).jobs();
    }

    JobOperations operations(HttpRequest<?> request) {
        return clusters.asked(request).operations();
    }

    private static HttpResponse<?> asItComes(EngineAnswer answer) {
        MutableHttpResponse<byte[]> response = HttpResponse.ok(answer.body());
        return answer.contentType() == null
                ? response
                : response.header(HttpHeaders.CONTENT_TYPE, answer.contentType());
    }

    /** Returns the engine's answer about jobs in the shape of the contract. */
    HttpResponse<?> shaped(JsonNode answer) {
        return asItIs(shape.of(answer));
    }

    HttpResponse<?> asItIs(JsonNode answer) {
        return HttpResponse.ok(json.write(answer)).contentType(ApiErrors.JSON);
    }
}
