package io.jobledger.ledger.statistics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.search.JobFilter;
import io.jobledger.ledger.search.JobIndex;
import io.jobledger.ledger.search.TimeRange;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts the runs of each day once for each version of the day, as most days are long past. A day that is asked for in
 * part is counted quarter by quarter. Counts are exact with any number of services: one statement reads a version and
 * the runs that belong to it.
 */
@Singleton
final class DayCounts {
    /** The smallest part of a day that is kept. There are too many smaller ones. */
    private static final long QUARTER = CountedRuns.DAY / 4;
    /** Bytes. */
    private static final long CACHE = 32 << 20;
    /** Bytes that an entry of the cache takes besides its histograms. */
    private static final int OVERHEAD = 200;
    /** How many days are read with one statement. */
    private static final int DAYS = 31;

    /** Names runs that are counted together. */
    record Kind(int clusterId, String state) {}

    /** Holds the ended runs that started within a part of a day, and the versions that the day had then. */
    private record Counts(Map<Integer, Long> versions, Map<Kind, Durations> ended) {
        int weight() {
            return ended.values().stream()
                            .mapToInt(durations -> durations.size() + OVERHEAD)
                            .sum()
                    + OVERHEAD;
        }
    }

    /** Holds runs that started on one day or a quarter of it: the ended ones, and the number of others. */
    record Part(long day, Map<Kind, Durations> ended, Map<Kind, Long> running) {}

    /** Spans a time within one day. Only a span that one statement reads may be longer. */
    private record Span(long from, long to) {
        long firstDay() {
            return Math.floorDiv(from, CountedRuns.DAY);
        }

        long lastDay() {
            return Math.floorDiv(to - 1, CountedRuns.DAY);
        }

        /** Returns whether it is a whole day or quarter. */
        boolean isRemembered() {
            return to - from == CountedRuns.DAY || to - from == QUARTER;
        }

        /** Returns whole days, and the quarters of those that it has in part. */
        NavigableMap<Long, Span> parts() {
            NavigableMap<Long, Span> parts = new TreeMap<>();
            for (long begin = from; begin < to; ) {
                long day = (Math.floorDiv(begin, CountedRuns.DAY) + 1) * CountedRuns.DAY;
                long quarter = (Math.floorDiv(begin, QUARTER) + 1) * QUARTER;
                long end = day - begin == CountedRuns.DAY && day <= to ? day : Math.min(quarter, to);
                parts.put(begin, new Span(begin, end));
                begin = end;
            }
            return parts;
        }
    }

    private final Cache<Span, Counts> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE)
            .weigher((Span part, Counts counts) -> counts.weight())
            .build();
    private final Database database;

    DayCounts(Database database) {
        this.database = database;
    }

    /**
     * Counts the runs that started within a range, in parts of days. Each part is as it was at one moment, so that
     * every run counts once. A remembered part counts only together with the runs that had not ended when its version
     * was read. A part that is counted anew has all its runs.
     */
    List<Part> count(TimeRange started) {
        Span span = span(started);
        if (span == null) {
            return List.of();
        }
        NavigableMap<Long, Span> parts = span.parts();
        Map<Long, Map<Integer, Long>> versions = new HashMap<>();
        Map<Span, Map<Kind, Long>> running = new HashMap<>();
        read(
                versions,
                span,
                new Sql(
                        "SELECT j.cluster_id, j.start_time, j.state, j.duration FROM jobs j"
                                + database.dialect().by(JobIndex.DURATION.index) + " WHERE j.duration = ?",
                        JobFilter.UNKNOWN),
                (start, kind, millis) -> add(running, part(parts, start), kind));
        Map<Span, Counts> counts = new HashMap<>();
        List<Span> missing = new ArrayList<>();
        for (Span part : parts.values()) {
            Counts known = part.isRemembered() ? cache.getIfPresent(part) : null;
            if (known != null && known.versions().equals(versions.getOrDefault(part.firstDay(), Map.of()))) {
                counts.put(part, known);
            } else {
                running.remove(part);
                add(missing, part);
            }
        }
        for (Span together : missing) {
            counts.putAll(count(together, parts, running));
        }
        return parts.values().stream()
                .map(part -> new Part(part.firstDay(), counts.get(part).ended(), running.getOrDefault(part, Map.of())))
                .toList();
    }

    private static Span part(NavigableMap<Long, Span> parts, long time) {
        return parts.floorEntry(time).getValue();
    }

    private static void add(Map<Span, Map<Kind, Long>> running, Span part, Kind kind) {
        running.computeIfAbsent(part, first -> new HashMap<>()).merge(kind, 1L, Long::sum);
    }

    /** Adds a span. It is joined to the last one if that ends where it begins, and is not long yet. */
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

    /** Returns the span from the first run to the last within the range; null if there is none. */
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
        // Only whole days and their quarters are remembered, and the query may name parts of days.
        long from = Math.floorDiv(ends.first(), CountedRuns.DAY) * CountedRuns.DAY;
        long to = (Math.floorDiv(ends.last(), CountedRuns.DAY) + 1) * CountedRuns.DAY;
        Span span = new Span(
                started.from() == null ? from : Math.max(from, started.from()),
                started.to() == null ? to : Math.min(to, started.to()));
        return ends.first() > ends.last() || span.from() >= span.to() ? null : span;
    }

    /** @param running is told of the runs that have not ended */
    private Map<Span, Counts> count(Span together, NavigableMap<Long, Span> parts, Map<Span, Map<Kind, Long>> running) {
        Map<Long, Map<Integer, Long>> versions = new HashMap<>();
        Map<Span, Map<Kind, Durations.Sum>> ended = new HashMap<>();
        read(
                versions,
                together,
                new Sql("SELECT j.cluster_id, j.start_time, j.state, j.duration FROM jobs j"
                        + database.dialect().by(JobIndex.START.index) + " WHERE 1 = 1"),
                (start, kind, millis) -> {
                    Span part = part(parts, start);
                    if (millis == JobFilter.UNKNOWN) {
                        add(running, part, kind);
                    } else {
                        ended.computeIfAbsent(part, first -> new HashMap<>())
                                .computeIfAbsent(kind, first -> new Durations.Sum())
                                .add(millis);
                    }
                });
        Map<Span, Counts> counted = new HashMap<>();
        for (Span part : parts.subMap(together.from(), together.to()).values()) {
            Map<Kind, Durations> packed = new HashMap<>();
            ended.getOrDefault(part, Map.of()).forEach((kind, sum) -> packed.put(kind, sum.pack()));
            Counts counts = new Counts(versions.getOrDefault(part.firstDay(), Map.of()), packed);
            if (part.isRemembered()) {
                cache.put(part, counts);
            }
            counted.put(part, counts);
        }
        return counted;
    }

    private interface Run {
        /**
         * @param start ms since the epoch
         * @param millis its duration, {@link JobFilter#UNKNOWN} if it has not ended
         */
        void is(long start, Kind kind, long millis);
    }

    /** Reads runs and the versions of their days as they are at one moment. */
    private void read(Map<Long, Map<Integer, Long>> versions, Span span, Sql runs, Run run) {
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
                run.is(dayOrTime, new Kind(clusterId, state), row.getLong(4));
            }
            return null;
        });
    }
}
