package io.jobledger.history.api;

import io.jobledger.http.ApiException;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.NameMatch;
import io.jobledger.ledger.search.TimeRange;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads the parameters that several operations share. All methods throw a 400 that names the parameter. */
final class Parameters {
    static final int DEFAULT_LIMIT = 100;

    private Parameters() {}

    static ApiException wrong(String name, String takes, Object value) {
        return ApiException.badRequest("The parameter " + name + " takes " + takes + ", not " + value + '.');
    }

    static PageRequest page(@Nullable Integer limit, @Nullable String cursor) {
        return new PageRequest(limit(limit, DEFAULT_LIMIT), cursor);
    }

    static int limit(@Nullable Integer limit, int byDefault) {
        if (limit != null && (limit < 1 || limit > PageRequest.MAX_LIMIT)) {
            throw wrong("limit", "a number from 1 to " + PageRequest.MAX_LIMIT, limit);
        }
        return limit == null ? byDefault : limit;
    }

    /**
     * Returns the plausible times between two; all times if neither is given.
     *
     * @param what the parameters' names without {@code From} and {@code To}
     */
    static TimeRange range(String what, @Nullable Long from, @Nullable Long to) {
        if (from != null && to != null && from >= to) {
            throw wrong(what + "To", "a time after that of " + what + "From", to);
        }
        return from == null && to == null ? TimeRange.ALL : new TimeRange(from, to).plausible();
    }

    @Nullable
    static NameMatch name(@Nullable String name, @Nullable String namePrefix, @Nullable String nameContains) {
        List<NameMatch> asked = new ArrayList<>();
        add(asked, NameMatch.Kind.EXACT, name);
        add(asked, NameMatch.Kind.PREFIX, namePrefix);
        add(asked, NameMatch.Kind.CONTAINS, nameContains);
        if (asked.size() > 1) {
            throw ApiException.badRequest("Of the parameters name, namePrefix and nameContains only one can be given.");
        }
        return asked.isEmpty() ? null : asked.get(0);
    }

    private static void add(List<NameMatch> asked, NameMatch.Kind kind, @Nullable String text) {
        if (text != null) {
            asked.add(new NameMatch(kind, text));
        }
    }

    /** Returns the values of a parameter; none if it is absent. */
    static List<String> all(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    /** Returns the value, which must be a known one; null if it is absent. */
    @Nullable
    static String oneOf(String name, @Nullable String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw wrong(name, String.join(", ", known), value);
        }
        return value;
    }

    /** Returns constants of an enum from their names. */
    static <E extends Enum<E>> List<E> constants(String name, @Nullable List<String> values, Class<E> type) {
        return all(values).stream()
                .map(value -> constant(name, value, type, Enum::name))
                .toList();
    }

    /** Returns a constant of an enum from its name in small letters. */
    static <E extends Enum<E>> E constant(String name, String value, Class<E> type) {
        return constant(name, value, type, constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    private static <E extends Enum<E>> E constant(
            String name, String value, Class<E> type, Function<E, String> spelling) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        List<String> known = constants.stream().map(spelling).toList();
        return constants.get(known.indexOf(oneOf(name, value, known)));
    }
}
