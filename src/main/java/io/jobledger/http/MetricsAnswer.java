package io.jobledger.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/** Answers every client with the metrics. The framework alone has no route for one that accepts no plain text. */
@ServerFilter("/prometheus")
final class MetricsAnswer {

    @PreMatching
    @RequestFilter
    HttpRequest<?> acceptAll(HttpRequest<?> request) {
        return request.mutate().headers(headers -> headers.set(HttpHeaders.ACCEPT, MediaType.ALL));
    }
}
