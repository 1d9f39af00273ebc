package io.jobledger.seatunnel.embedded;

import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The few calls that the tests make to a SeaTunnel, or to the service in front of it. */
public record SeaTunnelCalls(URI baseUrl) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** @param path below {@code /hazelcast/rest/maps/} */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** @param path below {@code /hazelcast/rest/maps/} */
    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /** The job's state; empty while the engine does not answer for it, as after a restart. */
    public String stateOf(String job) throws IOException, InterruptedException {
        HttpResponse<String> answer = get("job-info/" + job);
        JsonNode state = answer.statusCode() == 200
                ? SeaTunnelCorpus.parse(answer.body()).get("jobStatus")
                : null;
        return state == null ? "" : state.getStringValue();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + "/hazelcast/rest/maps/" + path))
                .timeout(Duration.ofSeconds(120));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
