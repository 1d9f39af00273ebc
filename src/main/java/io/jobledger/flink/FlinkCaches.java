package io.jobledger.flink;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the maximum age of answers that Flink gives out of its caches, in ms.
 *
 * @param refresh {@code web.refresh-interval}: of a job and its parts
 * @param statistics {@code rest.cache.checkpoint-statistics.timeout}
 */
public record FlinkCaches(long refresh, long statistics) {
    public static final String REFRESH = "web.refresh-interval";
    public static final String STATISTICS = "rest.cache.checkpoint-statistics.timeout";

    /** Flink's default for both, in ms. Engines that the service starts never have a longer one. */
    private static final long LONGEST = 3000;

    /** Maximum time that a cached answer is on its way, in ms. */
    private static final long UNDER_WAY = 500;

    private static final Pattern MILLIS = Pattern.compile("(\\d{1,4})( ?ms)?");

    /** The caches of a Flink with unknown configuration. */
    public static final FlinkCaches DEFAULT = new FlinkCaches(LONGEST, LONGEST);

    /** Returns the caches of an engine that the service starts with these settings of Flink's. */
    public static FlinkCaches of(Map<String, String> config) {
        return new FlinkCaches(
                parse(config.getOrDefault(REFRESH, "")).orElse(LONGEST),
                parse(config.getOrDefault(STATISTICS, "")).orElse(LONGEST));
    }

    /** Returns a setting in ms; empty if it is malformed or longer than {@link #LONGEST}. */
    public static Optional<Long> parse(String setting) {
        Matcher number = MILLIS.matcher(setting);
        return number.matches()
                ? Optional.of(Long.parseLong(number.group(1))).filter(millis -> millis <= LONGEST)
                : Optional.empty();
    }

    /** Returns the maximum age of an answer in ms. Reading more often brings no news. */
    public long age() {
        return Math.max(refresh, statistics);
    }

    /** Returns the ms after a change from which every answer includes the change. */
    public long settled() {
        return age() + UNDER_WAY;
    }
}
