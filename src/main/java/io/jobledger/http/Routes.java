package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;

/** Where the server has routed a request to. */
public final class Routes {
    private Routes() {}

    /** The template of the request's path, as the server's metrics name it. */
    public static String template(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .map(match -> ((UriRouteMatch<?, ?>) match)
                        .getRouteInfo()
                        .getUriMatchTemplate()
                        .toPathString())
                .orElseThrow();
    }
}
