package io.jobledger.ledger.search;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.page.Cursor;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.page.Pages;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@Singleton
final class JdbcExceptionSearch implements ExceptionSearch {
    private static final int MAX_GROUPS = 10_000;

    private final Database database;
    private final Clusters clusters;
    private final TextSearch texts;

    JdbcExceptionSearch(Database database, Clusters clusters, TextSearch texts) {
        this.database = database;
        this.clusters = clusters;
        this.texts = texts;
    }

    @Override
    public Page<ExceptionGroup> groups(ExceptionQuery query, PageRequest page) {
        Cursor edge = Cursor.parse(query, page.cursor());
        List<Integer> clusterIds = clusters.ids(query.engines(), query.clusters());
        String text = query.text() == null ? "" : query.text();
        if (clusterIds != null && clusterIds.isEmpty() || !Limits.clean(text)) {
            return new Page<>(List.of(), null);
        }
        Map<Long, Long> found = text.isEmpty() ? null : texts.groups(text);
        if (found != null && found.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        // The database has to find the groups if there are too many texts, or groups with them.
        boolean here = found != null && found.size() <= MAX_GROUPS;
        boolean there = !text.isEmpty() && !here;
        Sql sql = new Sql("SELECT g.id, g.root_cause, g.message, c.exceptions, c.jobs, c.first_seen, c.last_seen, ")
                .add(there ? "s.sample" : "(SELECT MIN(t.id) FROM exception_texts t WHERE t.group_id = g.id)")
                .add(" FROM (SELECT group_id, SUM(exceptions) AS exceptions, SUM(jobs) AS jobs,"
                        + " MIN(first_seen) AS first_seen, MAX(last_seen) AS last_seen FROM exception_counts");
        if (clusterIds != null) {
            sql.add(" WHERE cluster_id").in(clusterIds);
        }
        sql.add(" GROUP BY group_id) c JOIN exception_groups g ON g.id = c.group_id");
        if (there) {
            sql.add(
                    " JOIN (SELECT t.group_id, MIN(t.id) AS sample FROM exception_texts t WHERE "
                            + database.dialect().contains("t.text")
                            + " GROUP BY t.group_id) s ON s.group_id = g.id",
                    database.dialect().contained(text));
        }
        sql.add(" WHERE 1 = 1");
        if (here) {
            sql.add(" AND c.group_id").in(found.keySet());
        }
        if (query.seen().from() != null) {
            sql.add(" AND c.last_seen >= ?", query.seen().from());
        }
        if (query.seen().to() != null) {
            sql.add(" AND c.first_seen < ?", query.seen().to());
        }
        if (edge != null) {
            long seen = edge.numbers()[0];
            sql.add(" AND (c.last_seen < ? OR c.last_seen = ? AND g.id < ?)", seen, seen, edge.numbers()[1]);
        }
        sql.add(" ORDER BY c.last_seen DESC, g.id DESC LIMIT " + (page.limit() + 1));
        List<Found> rows = database.list(
                sql,
                row -> new Found(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        here ? found.get(row.getLong(1)) : row.getLong(8)));
        Page<Found> groups = Pages.of(rows, page, query, last -> Cursor.of(last.lastSeen(), last.id()));
        Map<Long, String> samples = samples(groups.items());
        return new Page<>(
                groups.items().stream()
                        .map(group -> group.with(samples.get(group.sample())))
                        .toList(),
                groups.cursor());
    }

    private Map<Long, String> samples(List<Found> groups) {
        Map<Long, String> samples = new HashMap<>();
        if (!groups.isEmpty()) {
            database.list(
                    new Sql("SELECT id, text FROM exception_texts WHERE id")
                            .in(groups.stream().map(Found::sample).toList()),
                    row -> samples.put(row.getLong(1), row.getString(2)));
        }
        return samples;
    }

    /** Holds a group with the id of its sample text. */
    private record Found(
            long id,
            String rootCause,
            String message,
            long exceptions,
            long jobs,
            long firstSeen,
            long lastSeen,
            long sample) {
        ExceptionGroup with(String text) {
            return new ExceptionGroup(id, rootCause, message, text, exceptions, jobs, firstSeen, lastSeen);
        }
    }
}
