package io.jobledger.ledger.retention;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.Optional;

/** Finds the runs to delete, in the order of their ends. */
final class ExpiredRuns {
    private final Database database;

    ExpiredRuns(Database database) {
        this.database = database;
    }

    /** Returns the last end that the rule deletes, if any. Both halves of a rule come to such an end. */
    Optional<Expiry> expiry(RetentionRule rule, long now) {
        List<Integer> clusters = clusters(rule);
        if (clusters != null && clusters.isEmpty()) {
            return Optional.empty();
        }
        Optional<RunEnd> last = rule.maxCount() == null ? Optional.empty() : beyond(rule, clusters);
        if (rule.maxAge() != null) {
            RunEnd old = new RunEnd(now - rule.maxAge().toMillis() - 1, Long.MAX_VALUE);
            last = last.filter(end -> end.compareTo(old) >= 0).or(() -> Optional.of(old));
        }
        return last.map(end -> new Expiry(rule, clusters, end));
    }

    @Nullable
    private List<Integer> clusters(RetentionRule rule) {
        if (rule.engine() == null && rule.cluster() == null) {
            return null;
        }
        Sql sql = new Sql("SELECT id FROM clusters WHERE 1 = 1");
        if (rule.engine() != null) {
            sql.add(" AND engine = ?", rule.engine());
        }
        if (rule.cluster() != null) {
            sql.add(" AND name = ?", rule.cluster());
        }
        return database.list(sql, row -> row.getInt(1));
    }

    /** Returns the last end of the runs beyond the count. */
    private Optional<RunEnd> beyond(RetentionRule rule, @Nullable List<Integer> clusters) {
        return database.first(
                select("end_key, id", rule, clusters)
                        .add(" ORDER BY end_key DESC, id DESC LIMIT 1 OFFSET ?", rule.maxCount()),
                row -> new RunEnd(row.getLong(1), row.getLong(2)));
    }

    /** Returns the first runs to delete after the given one. */
    List<RunEnd> page(Expiry expiry, RunEnd after, int limit) {
        return database.list(
                select("end_key, id", expiry.rule(), expiry.clusterIds())
                        .add(until(expiry))
                        .add(
                                " AND end_key >= ? AND (end_key > ? OR id > ?) ORDER BY end_key, id LIMIT ?",
                                after.time(),
                                after.time(),
                                after.runId(),
                                limit),
                row -> new RunEnd(row.getLong(1), row.getLong(2)));
    }

    /** Returns how many runs any of the rules deletes. */
    long count(List<Expiry> expiries) {
        if (expiries.isEmpty()) {
            return 0;
        }
        RunEnd last = expiries.stream().map(Expiry::last).max(RunEnd::compareTo).orElseThrow();
        Sql sql = from("COUNT(*)").add(" AND end_key <= ? AND (", last.time());
        String or = "(";
        for (Expiry expiry : expiries) {
            sql.add(or + "1 = 1")
                    .add(about(expiry.rule(), expiry.clusterIds()))
                    .add(until(expiry))
                    .add(")");
            or = " OR (";
        }
        return database.first(sql.add(")"), row -> row.getLong(1)).orElseThrow();
    }

    private Sql select(String columns, RetentionRule rule, @Nullable List<Integer> clusters) {
        return from(columns).add(about(rule, clusters));
    }

    /** Reads through one index only: a run that has not ended is at its very end. */
    private Sql from(String columns) {
        return new Sql(
                "SELECT " + columns + " FROM jobs" + database.dialect().by("jobs_end_ix") + " WHERE closure <> 'OPEN'");
    }

    private static Sql about(RetentionRule rule, @Nullable List<Integer> clusters) {
        Sql sql = new Sql("");
        if (clusters != null) {
            sql.add(" AND cluster_id").in(clusters);
        }
        if (rule.state() != null) {
            sql.add(" AND state = ?", rule.state());
        }
        if (rule.namePattern() != null) {
            sql.add(" AND name LIKE ? ESCAPE '\\'", like(rule.namePattern()));
        }
        return sql;
    }

    private static Sql until(Expiry expiry) {
        RunEnd last = expiry.last();
        return new Sql(" AND end_key <= ? AND (end_key < ? OR id <= ?)", last.time(), last.time(), last.runId());
    }

    private static String like(String pattern) {
        return pattern.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%');
    }
}
