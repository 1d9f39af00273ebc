package io.jobledger.history.ui;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;

/**
 * Adds to the page's static files a policy and a slash. With the policy the browser runs only these files, with any
 * name of a job. Their relative addresses need the slash at the end of the path.
 */
@ServerFilter({"/history/ui", "/history/ui/**"})
final class PageResponses {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Redirects to the path with a slash. The target is relative, for proxies that add a path of their own. */
    @RequestFilter
    @Nullable
    HttpResponse<?> addSlash(HttpRequest<?> request) {
        boolean read = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
        return read && request.getPath().equals("/history/ui")
                ? HttpResponse.temporaryRedirect(URI.create("ui/"))
                : null;
    }

    @ResponseFilter
    void restrict(MutableHttpResponse<?> response) {
        response.header("Content-Security-Policy", POLICY);
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
    }
}
