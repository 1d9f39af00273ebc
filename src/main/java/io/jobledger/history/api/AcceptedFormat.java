package io.jobledger.history.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Chooses the format that a client prefers (RFC 9110, 12.5.1). */
final class AcceptedFormat {
    private AcceptedFormat() {}

    /**
     * Returns the format with the greatest quality; of several, the first.
     *
     * @return empty if the client takes none of them
     */
    static <T> Optional<T> choose(HttpRequest<?> request, List<T> formats, Function<T, MediaType> typeOf) {
        List<MediaType> ranges = ranges(request);
        T best = null;
        double greatest = 0;
        for (T format : formats) {
            double quality = ranges.isEmpty() ? 1 : quality(typeOf.apply(format), ranges);
            if (quality > greatest) {
                best = format;
                greatest = quality;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Returns the quality of the narrowest range that has the type. */
    private static double quality(MediaType type, List<MediaType> ranges) {
        return ranges.stream()
                .filter(range -> isIn(type, range))
                .max(Comparator.comparingInt(AcceptedFormat::narrowness))
                .map(range -> range.getQualityAsNumber().doubleValue())
                .orElse(0.0);
    }

    private static boolean isIn(MediaType type, MediaType range) {
        return (range.getType().equals("*") || range.getType().equalsIgnoreCase(type.getType()))
                && (range.getSubtype().equals("*") || range.getSubtype().equalsIgnoreCase(type.getSubtype()));
    }

    private static int narrowness(MediaType range) {
        return (range.getType().equals("*") ? 0 : 1) + (range.getSubtype().equals("*") ? 0 : 1);
    }

    /** Returns the accepted ranges. A text that is no media type is ignored. */
    private static List<MediaType> ranges(HttpRequest<?> request) {
        List<MediaType> ranges = new ArrayList<>();
        for (String header : request.getHeaders().getAll(HttpHeaders.ACCEPT)) {
            for (String range : header.split(",")) {
                try {
                    ranges.add(MediaType.of(range.trim()));
                } catch (IllegalArgumentException e) {
                    // The other ranges may be valid.
                }
            }
        }
        return ranges;
    }
}
