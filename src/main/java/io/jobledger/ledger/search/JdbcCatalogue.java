package io.jobledger.ledger.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.clusters.ClusterRow;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Row;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.operations.Operation;
import io.jobledger.ledger.operations.OperationKind;
import io.jobledger.ledger.operations.OperationStatus;
import io.jobledger.ledger.page.Cursor;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.page.Pages;
import io.jobledger.ledger.runs.RunRow;
import io.jobledger.ledger.savepoints.Savepoint;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

@Singleton
final class JdbcCatalogue implements Catalogue {
    private final Database database;
    private final Clusters clusters;

    JdbcCatalogue(Database database, Clusters clusters) {
        this.database = database;
        this.clusters = clusters;
    }

    @Override
    public Page<Operation> operations(OperationQuery query, PageRequest page) {
        Cursor edge = Cursor.parse(query, page.cursor());
        List<Integer> clusterIds = clusters.ids(query.engines(), query.clusters());
        if (clusterIds != null && clusterIds.isEmpty() || query.jobId() != null && !Limits.clean(query.jobId())) {
            return new Page<>(List.of(), null);
        }
        Sql sql = new Sql("SELECT id, cluster_id, job_id, kind, trigger_id, requested_at, requested_from, request,"
                + " status, completed_at, result_status, result FROM operations WHERE 1 = 1");
        if (clusterIds != null) {
            sql.add(" AND cluster_id").in(clusterIds);
        }
        if (query.jobId() != null) {
            sql.add(" AND job_id = ?", query.jobId());
        }
        if (!query.kinds().isEmpty()) {
            sql.add(" AND kind").in(query.kinds().stream().map(Enum::name).toList());
        }
        if (!query.statuses().isEmpty()) {
            sql.add(" AND status").in(query.statuses().stream().map(Enum::name).toList());
        }
        between(sql, "requested_at", query.requested());
        if (edge != null) {
            long at = edge.numbers()[0];
            sql.add(" AND requested_at <= ? AND (requested_at < ? OR id < ?)", at, at, edge.numbers()[1]);
        }
        sql.add(" ORDER BY requested_at DESC, id DESC LIMIT " + (page.limit() + 1));
        return Pages.of(
                database.list(sql, this::operation), page, query, last -> Cursor.of(last.requestedAt(), last.id()));
    }

    private Operation operation(ResultSet row) throws SQLException {
        ClusterRow cluster = clusters.byId(row.getInt(2));
        String jobId = row.getString(3);
        return new Operation(
                row.getLong(1),
                cluster.engine(),
                cluster.name(),
                jobId.isEmpty() ? null : jobId,
                OperationKind.valueOf(row.getString(4)),
                row.getString(5),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                OperationStatus.valueOf(row.getString(9)),
                Row.longOrNull(row, 10),
                Row.intOrNull(row, 11),
                row.getString(12));
    }

    @Override
    public Page<CataloguedSavepoint> savepoints(SavepointQuery query, PageRequest page) {
        Cursor edge = Cursor.parse(query, page.cursor());
        List<Integer> clusterIds = clusters.ids(query.engines(), query.clusters());
        if (clusterIds != null && clusterIds.isEmpty() || query.jobId() != null && !Limits.clean(query.jobId())) {
            return new Page<>(List.of(), null);
        }
        Sql sql = new Sql("SELECT s.cluster_id, s.path, s.run_id, s.checkpoint_id, s.created_at, s.disposed_at, "
                + RunRow.COLUMNS + " FROM savepoints s LEFT JOIN jobs j ON j.id = s.run_id WHERE 1 = 1");
        if (clusterIds != null) {
            sql.add(" AND s.cluster_id").in(clusterIds);
        }
        if (query.jobId() != null) {
            sql.add(" AND j.job_id = ?", query.jobId());
        }
        if (query.disposed() != null) {
            sql.add(query.disposed() ? " AND s.disposed_at IS NOT NULL" : " AND s.disposed_at IS NULL");
        }
        between(sql, "s.created_at", query.created());
        if (edge != null) {
            long at = edge.numbers()[0];
            int clusterId = (int) edge.numbers()[1];
            sql.add(
                    " AND s.created_at <= ? AND (s.created_at < ? OR s.cluster_id < ? OR s.cluster_id = ? AND s.path < ?)",
                    at,
                    at,
                    clusterId,
                    clusterId,
                    new String(edge.bytes(), UTF_8));
        }
        sql.add(" ORDER BY s.created_at DESC, s.cluster_id DESC, s.path DESC LIMIT " + (page.limit() + 1));
        record Found(int clusterId, CataloguedSavepoint savepoint) {}
        Page<Found> found = Pages.of(
                database.list(sql, row -> new Found(row.getInt(1), savepoint(row))),
                page,
                query,
                last -> new Cursor(
                        new long[] {last.savepoint().savepoint().createdAt(), last.clusterId()},
                        last.savepoint().savepoint().path().getBytes(UTF_8)));
        return new Page<>(found.items().stream().map(Found::savepoint).toList(), found.cursor());
    }

    private CataloguedSavepoint savepoint(ResultSet row) throws SQLException {
        ClusterRow cluster = clusters.byId(row.getInt(1));
        Long runId = Row.longOrNull(row, 3);
        return new CataloguedSavepoint(
                new Savepoint(
                        cluster.engine(),
                        cluster.name(),
                        row.getString(2),
                        runId,
                        row.getLong(4),
                        row.getLong(5),
                        Row.longOrNull(row, 6)),
                runId == null ? null : RunRow.read(row, 7, clusters));
    }

    private static void between(Sql sql, String column, TimeRange range) {
        if (range.from() != null) {
            sql.add(" AND " + column + " >= ?", range.from());
        }
        if (range.to() != null) {
            sql.add(" AND " + column + " < ?", range.to());
        }
    }
}
