package io.jobledger.ledger.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.database.Dialect;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.runs.NameKey;
import io.micronaut.core.annotation.Nullable;
import java.util.List;
import java.util.stream.Stream;

/** Writes the conditions of a query on a row {@code j} of the table {@code jobs}, each beginning with AND. */
public final class JobFilter {
    /** The end and the duration of a run in their indexes while they are not known. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    private final JobQuery query;
    private final @Nullable List<Integer> clusterIds;
    private final Dialect dialect;

    /** @param clusterIds null for all */
    public JobFilter(JobQuery query, @Nullable List<Integer> clusterIds, Dialect dialect) {
        this.query = query;
        this.clusterIds = clusterIds;
        this.dialect = dialect;
    }

    /** Returns whether any such job can exist: no database is asked for texts that it cannot hold. */
    public static boolean possible(JobQuery query, @Nullable List<Integer> clusterIds) {
        Stream<String> texts = Stream.concat(
                query.states().stream(),
                Stream.of(
                        query.name() == null ? "" : query.name().text(),
                        query.exceptionText() == null ? "" : query.exceptionText()));
        return (clusterIds == null || !clusterIds.isEmpty()) && texts.allMatch(Limits::clean);
    }

    /** @param runsFirst whether the runs with the exception asked for are found first, or each run is looked at */
    Sql all(boolean runsFirst) {
        return new Sql("")
                .add(newest())
                .add(clusters())
                .add(states())
                .add(started())
                .add(finishedByIndex())
                .add(finished())
                .add(duration())
                .add(name())
                .add(exception(runsFirst));
    }

    /** Returns the conditions of statistics. */
    public Sql counted() {
        return new Sql("").add(clusters()).add(states()).add(started()).add(name());
    }

    Sql newest() {
        return new Sql(query.allRuns() ? "" : " AND j.newest = TRUE");
    }

    Sql clusters() {
        return clusterIds == null ? new Sql("") : new Sql(" AND j.cluster_id").in(clusterIds);
    }

    Sql states() {
        return query.states().isEmpty() ? new Sql("") : new Sql(" AND j.state").in(query.states());
    }

    Sql started() {
        return range("j.start_time", query.started());
    }

    Sql finished() {
        TimeRange range = query.finished();
        if (range.equals(TimeRange.ALL)) {
            return new Sql("");
        }
        return range("j.end_key", range.to() == null ? new TimeRange(range.from(), UNKNOWN) : range);
    }

    /** Returns the same by columns that all indexes have. Only one index has the end itself. */
    private Sql finishedByIndex() {
        Sql sql = new Sql("");
        if (!dialect.needsIndexes()) {
            return sql;
        }
        // No job started before 0: lesser numbers say no more, and their difference may be none.
        if (query.finished().from() != null && query.finished().from() > 0) {
            sql.add(" AND j.duration >= ? - j.start_time", query.finished().from());
        }
        if (query.finished().to() != null) {
            long to = Math.max(0, query.finished().to());
            sql.add(" AND j.start_time < ? AND j.duration < ? - j.start_time", to, to);
        }
        return sql;
    }

    Sql duration() {
        Sql sql = new Sql("");
        if (query.durationMin() != null) {
            sql.add(" AND j.duration >= ?", query.durationMin());
        }
        if (query.durationMax() != null && query.durationMax() < UNKNOWN) {
            sql.add(" AND j.duration <= ?", query.durationMax());
        } else if (query.durationMin() != null || query.durationMax() != null) {
            sql.add(" AND j.duration < ?", UNKNOWN);
        }
        return sql;
    }

    public Sql name() {
        if (query.name() == null) {
            return new Sql("");
        }
        String text = query.name().text();
        return switch (query.name().kind()) {
            case EXACT -> exactly(text);
            case PREFIX -> text.isEmpty() ? new Sql("") : beginning(text);
            case CONTAINS ->
                text.isEmpty()
                        ? new Sql("")
                        : new Sql(
                                " AND " + dialect.contains(dialect.text("j.name", "j.name_key", NameKey.LENGTH)),
                                dialect.contained(text));
        };
    }

    private static Sql exactly(String name) {
        byte[] key = NameKey.of(name);
        Sql sql = new Sql(" AND j.name_key = ?", key);
        return key.length < NameKey.LENGTH ? sql : sql.add(" AND j.name = ?", name);
    }

    private static Sql beginning(String prefix) {
        byte[] key = NameKey.of(prefix);
        byte[] after = key.clone();
        // UTF-8 has no byte 255.
        after[after.length - 1]++;
        Sql sql = new Sql(" AND j.name_key >= ? AND j.name_key < ?", key, after);
        return prefix.getBytes(UTF_8).length <= NameKey.LENGTH
                ? sql
                : sql.add(" AND j.name LIKE ? ESCAPE '\\'", Dialect.literally(prefix) + "%");
    }

    private Sql exception(boolean runsFirst) {
        if (query.exceptionText() == null || query.exceptionText().isEmpty()) {
            return new Sql("");
        }
        if (runsFirst) {
            return new Sql(" AND j.id IN (SELECT e.run_id FROM exceptions e WHERE e.text_id IN (")
                    .add(texts())
                    .add("))");
        }
        // Looks at the texts that a run has, not through all texts for each run.
        return new Sql(
                " AND EXISTS (SELECT 1 FROM exceptions e JOIN exception_texts t ON t.id = e.text_id WHERE e.run_id = j.id AND "
                        + dialect.contains("t.text") + dialect.rowByRow() + ")",
                dialect.contained(query.exceptionText()));
    }

    /** Returns the query for the ids of the requested texts. */
    Sql texts() {
        return new Sql(
                "SELECT t.id FROM exception_texts t WHERE " + dialect.contains("t.text"),
                dialect.contained(query.exceptionText()));
    }

    private static Sql range(String column, TimeRange range) {
        Sql sql = new Sql("");
        if (range.from() != null) {
            sql.add(" AND " + column + " >= ?", range.from());
        }
        if (range.to() != null) {
            sql.add(" AND " + column + " < ?", range.to());
        }
        return sql;
    }
}
