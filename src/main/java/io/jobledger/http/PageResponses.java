package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;
import java.net.URI;
import java.util.Map;

/**
 * Adds a policy and a slash to the static files of our own pages. With the policy the browser runs only these files,
 * with any name of a job. Their relative addresses need the slash at the end of the path.
 */
@ServerFilter(value = "/(history/ui|openapi)(/.*)?", patternStyle = FilterPatternStyle.REGEX)
final class PageResponses {
    /** The API browser's style sheet has its icons as data. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> WITH_SLASH = Map.of("/history/ui", "ui/", "/openapi", "openapi/");

    /** Redirects to the path with a slash. The target is relative, for proxies that add a path of their own. */
    @RequestFilter
    @Nullable
    HttpResponse<?> addSlash(HttpRequest<?> request) {
        boolean read = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        String target = WITH_SLASH.get(request.getPath());
        return read && target != null ? HttpResponse.temporaryRedirect(URI.create(target)) : null;
    }

    @ResponseFilter
    void restrict(MutableHttpResponse<?> response) {
        response.header("Content-Security-Policy", POLICY);
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
    }
}
