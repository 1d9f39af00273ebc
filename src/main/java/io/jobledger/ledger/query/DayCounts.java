package io.jobledger.ledger.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jobledger.ledger.sql.Database;
import io.jobledger.ledger.sql.Sql;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The runs of each day, counted once for each version of the day: most days are long past. Exact, however many services
 * write: a version is read in the same statement as what it is the version of.
 */
@Singleton
final class DayCounts {
    /** Bytes. */
    private static final long CACHE = 32 << 20;
    /** Bytes that an entry of the cache takes besides its histograms. */
    private static final int OVERHEAD = 200;
    /** How many days are read with one statement. */
    private static final int DAYS = 31;

    /** Which runs are counted together. */
    record Kind(int clusterId, String state) {}

    /** Runs that started on one day, or within a part of it. */
    record Counts(Map<Integer, Long> versions, Map<Kind, Durations> ended) {
        int weight() {
            return ended.values().stream()
                            .mapToInt(durations -> durations.size() + OVERHEAD)
                            .sum()
                    + OVERHEAD;
        }
    }

    /** The runs that started from one time to before another: by day, and those that have not ended. */
    record Answer(Map<Long, Counts> days, Map<Long, Map<Kind, Long>> running) {}

    private record Span(long from, long to) {
        long firstDay() {
            return Math.floorDiv(from, CountedRuns.DAY);
        }

        long lastDay() {
            return Math.floorDiv(to - 1, CountedRuns.DAY);
        }

        Span ofDay(long day) {
            return new Span(Math.max(from, day * CountedRuns.DAY), Math.min(to, (day + 1) * CountedRuns.DAY));
        }

        boolean isWhole() {
            return to - from == CountedRuns.DAY;
        }
    }

    private final Cache<Long, Counts> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE)
            .weigher((Long day, Counts counts) -> counts.weight())
            .build();
    private final Database database;

    DayCounts(Database database) {
        this.database = database;
    }

    /**
     * Each day is as it was at one moment, so that every run counts once: what is remembered of it counts only together
     * with the runs that had not ended when its version was read, and a day that is counted anew is with all its runs.
     */
    Answer count(TimeRange started) {
        Span span = span(started);
        if (span == null) {
            return new Answer(Map.of(), Map.of());
        }
        Map<Long, Map<Integer, Long>> versions = new HashMap<>();
        Map<Long, Map<Kind, Long>> running = new HashMap<>();
        read(
                versions,
                span,
                new Sql(
                        "SELECT j.cluster_id, j.start_time, j.state, j.duration FROM jobs j"
                                + database.dialect().by(Access.DURATION.index) + " WHERE j.duration = ?",
                        JobFilter.UNKNOWN),
                (run, millis) -> add(running, run));
        Map<Long, Counts> days = new HashMap<>();
        List<Span> missing = new ArrayList<>();
        for (long day = span.firstDay(); day <= span.lastDay(); day++) {
            Span part = span.ofDay(day);
            Counts known = part.isWhole() ? cache.getIfPresent(day) : null;
            if (known != null && known.versions().equals(versions.getOrDefault(day, Map.of()))) {
                days.put(day, known);
            } else {
                running.remove(day);
                add(missing, part);
            }
        }
        for (Span part : missing) {
            Map<Long, Counts> counted = count(part, running);
            counted.forEach((day, counts) -> {
                if (part.ofDay(day).isWhole()) {
                    cache.put(day, counts);
                }
            });
            days.putAll(counted);
        }
        return new Answer(days, running);
    }

    private static void add(Map<Long, Map<Kind, Long>> running, Run run) {
        running.computeIfAbsent(run.day(), day -> new HashMap<>()).merge(run.kind(), 1L, Long::sum);
    }

    /** Joins it to the last one if that ends where it begins, and is not long yet. */
    private static void add(List<Span> spans, Span more) {
        int end = spans.size() - 1;
        if (end >= 0
                && spans.get(end).to() == more.from()
                && more.to() - spans.get(end).from() <= DAYS * CountedRuns.DAY) {
            spans.set(end, new Span(spans.get(end).from(), more.to()));
        } else {
            spans.add(more);
        }
    }

    /** From the first run to the last within the range; null if there is none. */
    @Nullable
    private Span span(TimeRange started) {
        record Ends(long first, long last) {}
        Ends ends = database.first(
                        new Sql("SELECT (SELECT MIN(start_time) FROM jobs), (SELECT MAX(start_time) FROM jobs)"),
                        row -> {
                            long first = row.getLong(1);
                            return row.wasNull() ? new Ends(1, 0) : new Ends(first, row.getLong(2));
                        })
                .orElseThrow();
        // Whole days, as what is asked for may be none: only whole days are remembered.
        long from = Math.floorDiv(ends.first(), CountedRuns.DAY) * CountedRuns.DAY;
        long to = (Math.floorDiv(ends.last(), CountedRuns.DAY) + 1) * CountedRuns.DAY;
        Span span = new Span(
                started.from() == null ? from : Math.max(from, started.from()),
                started.to() == null ? to : Math.min(to, started.to()));
        return ends.first() > ends.last() || span.from() >= span.to() ? null : span;
    }

    /** @param running is told of the runs that have not ended */
    private Map<Long, Counts> count(Span span, Map<Long, Map<Kind, Long>> running) {
        Map<Long, Map<Integer, Long>> versions = new HashMap<>();
        Map<Long, Map<Kind, Durations.Sum>> ended = new HashMap<>();
        read(
                versions,
                span,
                new Sql("SELECT j.cluster_id, j.start_time, j.state, j.duration FROM jobs j"
                        + database.dialect().by(Access.START.index) + " WHERE 1 = 1"),
                (run, millis) -> {
                    if (millis == JobFilter.UNKNOWN) {
                        add(running, run);
                    } else {
                        ended.computeIfAbsent(run.day(), day -> new HashMap<>())
                                .computeIfAbsent(run.kind(), kind -> new Durations.Sum())
                                .add(millis);
                    }
                });
        Map<Long, Counts> days = new HashMap<>();
        for (long day = span.firstDay(); day <= span.lastDay(); day++) {
            Map<Kind, Durations> packed = new HashMap<>();
            ended.getOrDefault(day, Map.of()).forEach((kind, sum) -> packed.put(kind, sum.pack()));
            days.put(day, new Counts(versions.getOrDefault(day, Map.of()), packed));
        }
        return days;
    }

    private record Run(long day, Kind kind) {}

    /** Reads runs and the versions of their days as they are at one moment. */
    private void read(Map<Long, Map<Integer, Long>> versions, Span span, Sql runs, BiConsumer<Run, Long> run) {
        Sql sql = new Sql(
                        "SELECT cluster_id, start_day, CAST(NULL AS VARCHAR(32)), version FROM job_days"
                                + " WHERE start_day >= ? AND start_day <= ? UNION ALL ",
                        span.firstDay(),
                        span.lastDay())
                .add(runs)
                .add(" AND j.start_time >= ? AND j.start_time < ?", span.from(), span.to());
        database.list(sql, row -> {
            int clusterId = row.getInt(1);
            long dayOrTime = row.getLong(2);
            String state = row.getString(3);
            if (state == null) {
                versions.computeIfAbsent(dayOrTime, day -> new HashMap<>()).put(clusterId, row.getLong(4));
            } else {
                run.accept(
                        new Run(Math.floorDiv(dayOrTime, CountedRuns.DAY), new Kind(clusterId, state)), row.getLong(4));
            }
            return null;
        });
    }
}
