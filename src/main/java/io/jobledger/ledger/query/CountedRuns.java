package io.jobledger.ledger.query;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Comparator.reverseOrder;

import io.jobledger.ledger.query.StatisticsQuery.Dimension;
import io.jobledger.ledger.sql.Database;
import io.jobledger.ledger.sql.Row;
import io.jobledger.ledger.sql.Sql;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Statistics that the database computes from the runs themselves: exact, and as slow as there are runs. */
@Singleton
final class CountedRuns {
    static final long DAY = 86_400_000;

    /** The order of groups. */
    static final Comparator<StatisticsRow> ORDER = comparing(StatisticsRow::day, nullsFirst(reverseOrder()))
            .thenComparing(StatisticsRow::name, nullsFirst(naturalOrder()))
            .thenComparing(StatisticsRow::state, nullsFirst(naturalOrder()))
            .thenComparing(StatisticsRow::engine, nullsFirst(naturalOrder()));

    private final Database database;

    CountedRuns(Database database) {
        this.database = database;
    }

    /** In no order; with a limit, those with the most runs. */
    List<StatisticsRow> count(StatisticsQuery query, @Nullable List<Integer> clusterIds, int limit) {
        JobFilter filter = new JobFilter(query.jobs(), clusterIds, database.dialect());
        List<String> groups = new ArrayList<>();
        Set<Dimension> by = query.by();
        if (by.contains(Dimension.DAY)) {
            groups.add("j.start_time / " + DAY);
        }
        if (by.contains(Dimension.NAME)) {
            groups.add("j.name");
        }
        if (by.contains(Dimension.STATE)) {
            groups.add("j.state");
        }
        if (by.contains(Dimension.ENGINE)) {
            groups.add("(SELECT c.engine FROM clusters c WHERE c.id = j.cluster_id)");
        }
        Sql sql = new Sql("SELECT COUNT(*), COUNT(j.end_time), " + percentile("0.5") + percentile("0.95")
                        + percentile("0.99") + "0"
                        + groups.stream().map(group -> ", " + group).reduce("", String::concat)
                        + " FROM jobs j WHERE 1 = 1")
                .add(filter.counted());
        if (!groups.isEmpty()) {
            sql.add(" GROUP BY " + String.join(", ", groups) + " ORDER BY "
                    + (by.contains(Dimension.NAME) || !by.contains(Dimension.DAY) ? "1 DESC" : "7 DESC")
                    + " LIMIT " + limit);
        }
        return database.list(sql, row -> row(row, by)).stream()
                .filter(row -> row.jobs() > 0)
                .toList();
    }

    private static String percentile(String fraction) {
        return "PERCENTILE_DISC(" + fraction + ") WITHIN GROUP (ORDER BY j.end_time - j.start_time), ";
    }

    private static StatisticsRow row(ResultSet row, Set<Dimension> by) throws SQLException {
        int column = 7;
        Long day = by.contains(Dimension.DAY) ? (Long) (row.getLong(column++) * DAY) : null;
        String name = by.contains(Dimension.NAME) ? row.getString(column++) : null;
        String state = by.contains(Dimension.STATE) ? row.getString(column++) : null;
        String engine = by.contains(Dimension.ENGINE) ? row.getString(column) : null;
        return new StatisticsRow(
                day,
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
