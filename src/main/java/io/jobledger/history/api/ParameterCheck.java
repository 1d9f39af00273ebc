package io.jobledger.history.api;

import io.jobledger.http.ApiException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Refuses parameters and bodies that an operation does not take, by the types of the contract. The framework ignores an
 * unknown parameter, reads {@code disposed=ture} as false and an empty number as absent, and leaves a body unread. Each
 * would answer another question than the client's.
 */
@ServerFilter(value = "/history(/.*)?", patternStyle = FilterPatternStyle.REGEX)
final class ParameterCheck {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern BOOLEAN = Pattern.compile("true|false");

    /** @throws ApiException 400 naming the parameter, or the body */
    @RequestFilter
    void check(HttpRequest<?> request) {
        if (!(RouteAttributes.getRouteMatch(request).orElse(null) instanceof MethodBasedRouteMatch<?, ?> route)) {
            return;
        }
        if (route.getRouteInfo().getRequestBodyType().isEmpty() && hasBody(request)) {
            throw ApiException.badRequest("This call takes no body.");
        }
        Map<String, Argument<?>> known = new TreeMap<>();
        for (Argument<?> argument : route.getArguments()) {
            argument.getAnnotationMetadata()
                    .stringValue(PathVariable.class)
                    .ifPresent(name -> check(
                            name,
                            List.of(String.valueOf(route.getVariableValues().get(name))),
                            argument));
            argument.getAnnotationMetadata().stringValue(QueryValue.class).ifPresent(name -> known.put(name, argument));
        }
        request.getParameters().forEach((name, values) -> {
            Argument<?> parameter = known.get(name);
            if (parameter == null) {
                throw ApiException.badRequest("There is no parameter " + name + " of this call, only "
                        + (known.isEmpty() ? "none" : String.join(", ", known.keySet())) + '.');
            }
            check(name, values, parameter);
        });
    }

    private static boolean hasBody(HttpRequest<?> request) {
        return request.getContentLength() > 0 || request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static void check(String name, List<String> values, Argument<?> parameter) {
        if (values.size() > 1 && !Iterable.class.isAssignableFrom(parameter.getType())) {
            throw ApiException.badRequest("The parameter " + name + " is given " + values.size() + " times.");
        }
        for (String value : values) {
            if (value.isEmpty() && !name.equals("name")) {
                throw ApiException.badRequest("The parameter " + name + " is empty."
                        + (parameter.isNullable() ? " Leave it out to ask for all." : ""));
            }
            if (value.indexOf('\0') >= 0) {
                // PostgreSQL cannot hold such texts.
                throw Parameters.wrong(name, "a text without U+0000", "one with it");
            }
            if (parameter.getType() == Long.class) {
                check(name, value, isNumber(value, Long.MIN_VALUE, Long.MAX_VALUE), "a whole number");
            } else if (parameter.getType() == Integer.class) {
                check(name, value, isNumber(value, Integer.MIN_VALUE, Integer.MAX_VALUE), "a whole number");
            } else if (parameter.getType() == Boolean.class) {
                check(name, value, BOOLEAN.matcher(value).matches(), "true or false");
            }
        }
    }

    private static void check(String name, String value, boolean valid, String takes) {
        if (!valid) {
            throw Parameters.wrong(name, takes, value);
        }
    }

    private static boolean isNumber(String value, long min, long max) {
        if (!NUMBER.matcher(value).matches()) {
            return false;
        }
        try {
            long number = Long.parseLong(value);
            return number >= min && number <= max;
        } catch (NumberFormatException tooLong) {
            return false;
        }
    }
}
