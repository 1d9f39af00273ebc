package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.listener.SeaTunnelPort;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.HttpStatusException;

/** Refuses requests at SeaTunnel's port that are not for its API: other APIs, pages and endpoints of the service. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class SeaTunnelPortFilter {
    private final SeaTunnelPort port;

    SeaTunnelPortFilter(SeaTunnelPort port) {
        this.port = port;
    }

    /** @throws HttpStatusException 404, as for any path that the API does not have */
    @RequestFilter
    void refuse(HttpRequest<?> request) {
        if (port.received(request) && !SeaTunnelErrors.ofSeaTunnel(request.getPath())) {
            throw new HttpStatusException(HttpStatus.NOT_FOUND, request.getPath());
        }
    }
}
