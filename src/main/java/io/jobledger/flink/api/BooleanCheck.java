package io.jobledger.flink.api;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.http.ApiException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import java.util.regex.Pattern;

/**
 * Refuses booleans of a query that are neither true nor false. The framework and the engine read them as false. The
 * framework itself refuses numbers that are none. The filter names the paths with booleans, so that others do not pay for it.
 */
@ServerFilter(value = "/jars/.*|/jobs/.*/accumulators", patternStyle = FilterPatternStyle.REGEX)
final class BooleanCheck {
    /** Matches as the engine reads, which also takes a parameter without a value for a missing one. */
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false|");

    /** @throws ApiException 400 naming the parameter, in the engine's words */
    @RequestFilter
    void check(HttpRequest<?> request) {
        if (request.getUri().getRawQuery() == null
                || !(RouteAttributes.getRouteMatch(request).orElse(null)
                        instanceof MethodBasedRouteMatch<?, ?> route)) {
            return;
        }
        for (Argument<?> argument : route.getArguments()) {
            if (argument.getType() == Boolean.class) {
                String name = argument.getAnnotationMetadata()
                        .stringValue(QueryValue.class)
                        .orElseThrow();
                for (String value : request.getParameters().getAll(name)) {
                    if (!BOOLEAN.matcher(value).matches()) {
                        throw FlinkEngineErrors.unresolvableQuery(name, value);
                    }
                }
            }
        }
    }
}
