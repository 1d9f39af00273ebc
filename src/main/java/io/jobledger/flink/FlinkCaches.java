package io.jobledger.flink;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How old the answers of a Flink may be that it gives out of its caches. All times are milliseconds.
 *
 * @param refresh {@code web.refresh-interval}: of a job and its parts
 * @param statistics {@code rest.cache.checkpoint-statistics.timeout}
 */
public record FlinkCaches(long refresh, long statistics) {
    public static final String REFRESH = "web.refresh-interval";
    public static final String STATISTICS = "rest.cache.checkpoint-statistics.timeout";

    /** Flink's default of both. An engine that we start has none that is longer. */
    private static final long LONGEST = 3000;

    /** An answer out of a cache may be on its way for so long. */
    private static final long UNDER_WAY = 500;

    private static final Pattern MILLIS = Pattern.compile("(\\d{1,4})( ?ms)?");

    /** The caches of a Flink whose configuration is not known. */
    public static final FlinkCaches DEFAULT = new FlinkCaches(LONGEST, LONGEST);

    /** @param config Flink's own settings, of an engine that we start */
    public static FlinkCaches of(Map<String, String> config) {
        return new FlinkCaches(
                parse(config.getOrDefault(REFRESH, "")).orElse(LONGEST),
                parse(config.getOrDefault(STATISTICS, "")).orElse(LONGEST));
    }

    /** Returns the milliseconds of a setting; empty if it is none that we leave to the user. */
    public static Optional<Long> parse(String setting) {
        Matcher number = MILLIS.matcher(setting);
        return number.matches()
                ? Optional.of(Long.parseLong(number.group(1))).filter(millis -> millis <= LONGEST)
                : Optional.empty();
    }

    /** Returns the longest age of an answer: sooner there is no news. */
    public long age() {
        return Math.max(refresh, statistics);
    }

    /** Returns the time after a change from which no answer is from before it. */
    public long settled() {
        return age() + UNDER_WAY;
    }
}
