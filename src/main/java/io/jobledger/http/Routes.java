package io.jobledger.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;

/** Reads the route that the server has found for a request. */
public final class Routes {
    private Routes() {}

    /** Returns the template of the request's path, as the server's metrics name it. */
    public static String template(HttpRequest<?> request) {
        return match(request).getRouteInfo().getUriMatchTemplate().toPathString();
    }

    /** Returns the decoded value of a variable of the path. */
    public static String variable(HttpRequest<?> request, String name) {
        return (String) match(request).getVariableValues().get(name);
    }

    private static UriRouteMatch<?, ?> match(HttpRequest<?> request) {
        return (UriRouteMatch<?, ?>) RouteAttributes.getRouteMatch(request).orElseThrow();
    }
}
