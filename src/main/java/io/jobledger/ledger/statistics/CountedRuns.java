package io.jobledger.ledger.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Row;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.runs.NameKey;
import io.jobledger.ledger.search.JobFilter;
import io.jobledger.ledger.search.JobIndex;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.NameMatch;
import io.jobledger.ledger.search.TimeRange;
import io.jobledger.ledger.statistics.StatisticsQuery.Dimension;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Computes statistics in the database from the runs themselves. They are exact, and take longer with each run. The
 * indexes hold all columns that are asked for, except long names, so that the database need not look at the runs.
 */
@Singleton
final class CountedRuns {
    static final long DAY = 86_400_000;

    /** Orders groups. Runs without a plausible start, and thus without a day, come last. */
    static final Comparator<StatisticsRow> ORDER = comparing(StatisticsRow::day, nullsLast(reverseOrder()))
            .thenComparing(StatisticsRow::name, nullsFirst(naturalOrder()))
            .thenComparing(StatisticsRow::state, nullsFirst(naturalOrder()))
            .thenComparing(StatisticsRow::engine, nullsFirst(naturalOrder()));

    /** The duration, without runs that have not ended. */
    private static final String DURATION = "NULLIF(j.duration, " + JobFilter.UNKNOWN + ")";

    /** The number of runs of some names up to which they are found by name, not by time. */
    private static final int SOME = 20_000;

    private final Database database;

    CountedRuns(Database database) {
        this.database = database;
    }

    /** Returns groups in no order; with a limit, those with the most runs. */
    List<StatisticsRow> count(StatisticsQuery query, @Nullable List<Integer> clusterIds, int limit) {
        List<StatisticsRow> rows = count(query, clusterIds, limit, true);
        boolean cut = query.by().contains(Dimension.NAME) && rows.stream().anyMatch(row -> row.name() == null);
        return cut ? count(query, clusterIds, limit, false) : rows;
    }

    /** @param keys whether to take the key of a name for the name, as only that is in the indexes */
    private List<StatisticsRow> count(
            StatisticsQuery query, @Nullable List<Integer> clusterIds, int limit, boolean keys) {
        JobFilter filter = new JobFilter(query.jobs(), clusterIds, database.dialect());
        List<String> groups = new ArrayList<>();
        Set<Dimension> by = query.by();
        if (by.contains(Dimension.DAY)) {
            groups.add("CASE WHEN j.start_time >= " + TimeRange.PLAUSIBLE.from() + " AND j.start_time < "
                    + TimeRange.PLAUSIBLE.to() + " THEN j.start_time / " + DAY + " END");
        }
        if (by.contains(Dimension.NAME)) {
            groups.add(keys ? "j.name_key" : "j.name");
        }
        if (by.contains(Dimension.STATE)) {
            groups.add("j.state");
        }
        if (by.contains(Dimension.ENGINE)) {
            groups.add("(SELECT c.engine FROM clusters c WHERE c.id = j.cluster_id)");
        }
        Sql sql = new Sql("SELECT COUNT(*), COUNT(" + DURATION + "), " + percentile("0.5") + percentile("0.95")
                        + percentile("0.99") + "0"
                        + groups.stream().map(group -> ", " + group).reduce("", String::concat)
                        + " FROM jobs j" + database.dialect().by(access(query.jobs(), filter).index) + " WHERE 1 = 1")
                .add(filter.counted());
        if (!groups.isEmpty()) {
            sql.add(" GROUP BY " + String.join(", ", groups) + " ORDER BY "
                    + (by.contains(Dimension.NAME) || !by.contains(Dimension.DAY) ? "1 DESC" : "7 DESC NULLS LAST")
                    + " LIMIT " + limit);
        }
        return database.list(sql, row -> row(row, by, keys)).stream()
                .filter(row -> row.jobs() > 0)
                .toList();
    }

    private static String percentile(String fraction) {
        return "PERCENTILE_DISC(" + fraction + ") WITHIN GROUP (ORDER BY " + DURATION + "), ";
    }

    private JobIndex access(JobQuery jobs, JobFilter filter) {
        boolean named = jobs.name() != null
                && jobs.name().kind() != NameMatch.Kind.CONTAINS
                && !jobs.name().text().isEmpty();
        if (!named || !database.dialect().needsIndexes()) {
            return JobIndex.START;
        }
        if (jobs.started().equals(TimeRange.ALL)) {
            return JobIndex.NAME;
        }
        Sql some = new Sql("SELECT COUNT(*) FROM (SELECT 1 FROM jobs j"
                        + database.dialect().by(JobIndex.NAME.index) + " WHERE 1 = 1")
                .add(filter.name())
                .add(" LIMIT " + (SOME + 1) + ") few");
        return database.first(some, row -> row.getLong(1)).orElseThrow() <= SOME ? JobIndex.NAME : JobIndex.START;
    }

    /** Returns the name of a key; null if the key may be only the beginning of the name. */
    @Nullable
    private static String name(byte[] key) {
        return key.length < NameKey.LENGTH ? new String(key, UTF_8) : null;
    }

    private static StatisticsRow row(ResultSet row, Set<Dimension> by, boolean keys) throws SQLException {
        int column = 7;
        Long day = by.contains(Dimension.DAY) ? Row.longOrNull(row, column++) : null;
        String name = null;
        if (by.contains(Dimension.NAME)) {
            name = keys ? name(row.getBytes(column++)) : row.getString(column++);
        }
        String state = by.contains(Dimension.STATE) ? row.getString(column++) : null;
        String engine = by.contains(Dimension.ENGINE) ? row.getString(column) : null;
        return new StatisticsRow(
                day == null ? null : Long.valueOf(day * DAY),
                name,
                state,
                engine,
                row.getLong(1),
                row.getLong(2),
                Row.longOrNull(row, 3),
                Row.longOrNull(row, 4),
                Row.longOrNull(row, 5));
    }
}
