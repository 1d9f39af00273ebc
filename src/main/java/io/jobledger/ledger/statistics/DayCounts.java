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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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

    /**
     * Holds runs that started on one day or a quarter of it: the ended ones, and the number of others.
     *
     * @param day days since the epoch; null if the start is no plausible time
     */
    record Part(@Nullable Long day, Map<Kind, Durations> ended, Map<Kind, Long> running) {}

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

        /** Returns the part at a time within this span: a whole day, or a quarter of a day that this has in part. */
        Span at(long time) {
            long day = Math.floorDiv(time, CountedRuns.DAY) * CountedRuns.DAY;
            if (from <= day && day + CountedRuns.DAY <= to) {
                return new Span(day, day + CountedRuns.DAY);
            }
            long quarter = Math.floorDiv(time, QUARTER) * QUARTER;
            return new Span(Math.max(from, quarter), Math.min(to, quarter + QUARTER));
        }

        /** Adds the parts of a day that this span has. */
        void addParts(long day, Set<Span> parts) {
            long end = Math.min(to, (day + 1) * CountedRuns.DAY);
            for (long begin = Math.max(from, day * CountedRuns.DAY); begin < end; ) {
                Span part = at(begin);
                parts.add(part);
                begin = part.to;
            }
        }
    }

    private final Cache<Span, Counts> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE)
            .weigher((Span part, Counts counts) -> counts.weight())
            .build();
    private final Database database;

    /** The days on which runs had started when they were first counted; null before. */
    private volatile Set<Long> firstDays;

    DayCounts(Database database) {
        this.database = database;
    }

    /**
     * Counts the runs that started within a range, in parts of the days on which any started. Each part is as it was at
     * one moment, so that every run counts once. A remembered part counts only together with the runs that had not
     * ended when its version was read. A part that is counted anew has all its runs.
     *
     * @param started without a bound, the runs without a plausible start are counted too
     */
    List<Part> count(TimeRange started) {
        List<Part> all = new ArrayList<>();
        TimeRange plausible = started.plausible();
        if (plausible.from() < plausible.to()) {
            all.addAll(days(new Span(plausible.from(), plausible.to())));
        }
        if (started.equals(TimeRange.ALL)) {
            all.add(dayless(" AND j.start_time < ?", TimeRange.PLAUSIBLE.from()));
            all.add(dayless(" AND j.start_time >= ?", TimeRange.PLAUSIBLE.to()));
        }
        return all;
    }

    private List<Part> days(Span span) {
        Map<Long, Map<Integer, Long>> versions = new HashMap<>();
        Map<Span, Map<Kind, Long>> running = new HashMap<>();
        read(
                versions,
                span,
                new Sql(
                        "SELECT j.cluster_id, j.start_time, j.state, j.duration FROM jobs j"
                                + database.dialect().by(JobIndex.DURATION.index) + " WHERE j.duration = ?",
                        JobFilter.UNKNOWN),
                (start, kind, millis) -> of(running, span.at(start)).merge(kind, 1L, Long::sum));
        NavigableSet<Span> parts = new TreeSet<>(Comparator.comparingLong(Span::from));
        parts.addAll(running.keySet());
        Stream.concat(versions.keySet().stream(), firstDays().stream())
                .filter(day -> day >= span.firstDay() && day <= span.lastDay())
                .forEach(day -> span.addParts(day, parts));
        Map<Span, Counts> counts = new HashMap<>();
        List<Span> missing = new ArrayList<>();
        boolean follows = false;
        for (Span part : parts) {
            Counts known = part.isRemembered() ? cache.getIfPresent(part) : null;
            if (known != null && known.versions().equals(versions.getOrDefault(part.firstDay(), Map.of()))) {
                counts.put(part, known);
                follows = false;
            } else {
                running.remove(part);
                add(missing, part, follows);
                follows = true;
            }
        }
        for (Span together : missing) {
            counts.putAll(count(span, together, parts, running));
        }
        return parts.stream()
                .map(part -> new Part(part.firstDay(), counts.get(part).ended(), running.getOrDefault(part, Map.of())))
                .toList();
    }

    /**
     * Returns the days on which runs have started. Runs that ended before days had versions are on no other day. Later
     * ones are, and each such day has a version. Questions at the same time each read them, and none waits for another.
     */
    private Set<Long> firstDays() {
        Set<Long> days = firstDays;
        if (days == null) {
            days = Set.copyOf(database.list(
                    new Sql(
                            "SELECT DISTINCT j.start_time / " + CountedRuns.DAY + " FROM jobs j"
                                    + database.dialect().by(JobIndex.START.index)
                                    + " WHERE j.start_time >= ? AND j.start_time < ?",
                            TimeRange.PLAUSIBLE.from(),
                            TimeRange.PLAUSIBLE.to()),
                    row -> row.getLong(1)));
            firstDays = days;
        }
        return days;
    }

    private static <T> Map<Kind, T> of(Map<Span, Map<Kind, T>> parts, Span part) {
        return parts.computeIfAbsent(part, first -> new HashMap<>());
    }

    /**
     * Adds a span. It is joined to the last one if that is not long yet.
     *
     * @param follows whether no remembered part lies between the two
     */
    private static void add(List<Span> spans, Span more, boolean follows) {
        int end = spans.size() - 1;
        if (follows && more.to() - spans.get(end).from() <= DAYS * CountedRuns.DAY) {
            spans.set(end, new Span(spans.get(end).from(), more.to()));
        } else {
            spans.add(more);
        }
    }

    /**
     * Counts the parts within a span that one statement reads.
     *
     * @param running is told of the runs that have not ended
     */
    private Map<Span, Counts> count(
            Span asked, Span together, NavigableSet<Span> parts, Map<Span, Map<Kind, Long>> running) {
        Map<Long, Map<Integer, Long>> versions = new HashMap<>();
        Map<Span, Map<Kind, Durations.Sum>> ended = new HashMap<>();
        read(versions, together, runs(), (start, kind, millis) -> {
            Span part = asked.at(start);
            // On a day without runs the first one may have started just now: it counts with the next question.
            if (parts.contains(part)) {
                add(of(running, part), of(ended, part), kind, millis);
            }
        });
        Map<Span, Counts> counted = new HashMap<>();
        for (Span part : parts.subSet(together, true, new Span(together.to(), together.to()), false)) {
            Counts counts = new Counts(versions.getOrDefault(part.firstDay(), Map.of()), packed(of(ended, part)));
            if (part.isRemembered()) {
                cache.put(part, counts);
            }
            counted.put(part, counts);
        }
        return counted;
    }

    /** Counts the runs whose start is not plausible. They are few, and not remembered. */
    private Part dayless(String started, long bound) {
        Map<Kind, Durations.Sum> ended = new HashMap<>();
        Map<Kind, Long> running = new HashMap<>();
        database.list(runs().add(started, bound), row -> {
            add(running, ended, new Kind(row.getInt(1), row.getString(3)), row.getLong(4));
            return null;
        });
        return new Part(null, packed(ended), running);
    }

    private Sql runs() {
        return new Sql("SELECT j.cluster_id, j.start_time, j.state, j.duration FROM jobs j"
                + database.dialect().by(JobIndex.START.index) + " WHERE 1 = 1");
    }

    private static void add(Map<Kind, Long> running, Map<Kind, Durations.Sum> ended, Kind kind, long millis) {
        if (millis == JobFilter.UNKNOWN) {
            running.merge(kind, 1L, Long::sum);
        } else {
            ended.computeIfAbsent(kind, first -> new Durations.Sum()).add(millis);
        }
    }

    private static Map<Kind, Durations> packed(Map<Kind, Durations.Sum> ended) {
        Map<Kind, Durations> packed = new HashMap<>();
        ended.forEach((kind, sum) -> packed.put(kind, sum.pack()));
        return packed;
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
