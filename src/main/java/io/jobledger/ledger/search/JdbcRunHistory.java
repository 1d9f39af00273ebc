package io.jobledger.ledger.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobledger.ledger.Checkpoint;
import io.jobledger.ledger.JobException;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Limits;
import io.jobledger.ledger.MetricSample;
import io.jobledger.ledger.StateChange;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Row;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.page.Cursor;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.page.Pages;
import io.jobledger.ledger.runs.RunRow;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the history of one run. Rows are ordered by all columns of the primary keys, as H2 would otherwise sort. */
@Singleton
final class JdbcRunHistory implements RunHistory {
    private final Database database;
    private final Clusters clusters;

    JdbcRunHistory(Database database, Clusters clusters) {
        this.database = database;
        this.clusters = clusters;
    }

    @Override
    public Page<JobRun> runs(JobKey key, PageRequest page) {
        Cursor edge = Cursor.parse(key, page.cursor());
        if (!clean(key.engine(), key.cluster(), key.jobId())) {
            return new Page<>(List.of(), null);
        }
        Sql sql = new Sql(
                "SELECT " + RunRow.COLUMNS + " FROM jobs j WHERE j.cluster_id = (SELECT id FROM clusters"
                        + " WHERE engine = ? AND name = ?) AND j.job_id = ?",
                key.engine(),
                key.cluster(),
                key.jobId());
        if (edge != null) {
            sql.add(" AND j.start_time < ?", edge.numbers()[0]);
        }
        sql.add(" ORDER BY j.cluster_id DESC, j.job_id DESC, j.start_time DESC LIMIT " + (page.limit() + 1));
        return Pages.of(
                database.list(sql, row -> RunRow.read(row, 1, clusters)),
                page,
                key,
                last -> Cursor.of(last.startTime()));
    }

    @Override
    public Page<Checkpoint> checkpoints(long runId, @Nullable String status, @Nullable String kind, PageRequest page) {
        String question = "checkpoints " + runId + ' ' + status + ' ' + kind;
        Cursor edge = Cursor.parse(question, page.cursor());
        if (!clean(status, kind)) {
            return new Page<>(List.of(), null);
        }
        Sql which = new Sql(" FROM checkpoints WHERE run_id = ?", runId);
        if (status != null) {
            which.add(" AND status = ?", status);
        }
        if (kind != null) {
            which.add(" AND kind = ?", kind);
        }
        if (edge != null) {
            long id = edge.numbers()[0];
            which.add(" AND checkpoint_id <= ? AND (checkpoint_id < ? OR pipeline > ?)", id, id, edge.numbers()[1]);
        }
        int limit = page.limit() + 1;
        // In the order of the key, which has the pipelines of one checkpoint the other way round; then in ours.
        Sql sql = new Sql("SELECT checkpoint_id, pipeline, status, kind, trigger_time, ack_time, state_size,"
                        + " checkpointed_size, duration, subtasks, acknowledged_subtasks, external_path, discarded,"
                        + " failure_time, failure_message, savepoint")
                .add(which)
                .add(" AND checkpoint_id >= COALESCE((SELECT MIN(checkpoint_id) FROM (SELECT checkpoint_id")
                .add(which)
                .add(" ORDER BY run_id DESC, checkpoint_id DESC, pipeline DESC LIMIT " + limit + ") here), 0)")
                .add(" ORDER BY checkpoint_id DESC, pipeline LIMIT " + limit);
        return Pages.of(
                database.list(sql, JdbcRunHistory::checkpoint),
                page,
                question,
                last -> Cursor.of(last.checkpointId(), last.pipeline()));
    }

    @Override
    public Map<String, Long> checkpointsByStatus(long runId) {
        Map<String, Long> counts = new TreeMap<>();
        database.list(
                        new Sql("SELECT status, COUNT(*) FROM checkpoints WHERE run_id = ? GROUP BY status", runId),
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    private static Checkpoint checkpoint(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                Row.longOrNull(row, 6),
                Row.longOrNull(row, 7),
                Row.longOrNull(row, 8),
                Row.longOrNull(row, 9),
                Row.intOrNull(row, 10),
                Row.intOrNull(row, 11),
                row.getString(12),
                row.getBoolean(13),
                Row.longOrNull(row, 14),
                row.getString(15),
                row.getBoolean(16));
    }

    @Override
    public Page<JobException> exceptions(long runId, PageRequest page) {
        String question = "exceptions " + runId;
        Cursor edge = Cursor.parse(question, page.cursor());
        Sql sql = new Sql(
                "SELECT e.digest, e.time, e.name, (SELECT t.text FROM exception_texts t WHERE t.id = e.text_id),"
                        + " e.task, e.location, e.task_manager_id FROM exceptions e WHERE e.run_id = ?",
                runId);
        if (edge != null) {
            long time = edge.numbers()[0];
            sql.add(" AND e.time <= ? AND (e.time < ? OR e.digest < ?)", time, time, edge.numbers()[1]);
        }
        sql.add(" ORDER BY e.run_id DESC, e.time DESC, e.digest DESC LIMIT " + (page.limit() + 1));
        record Found(long digest, JobException exception) {}
        Page<Found> found = Pages.of(
                database.list(
                        sql,
                        row -> new Found(
                                row.getLong(1),
                                new JobException(
                                        row.getLong(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getString(6),
                                        row.getString(7)))),
                page,
                question,
                last -> Cursor.of(last.exception().time(), last.digest()));
        return new Page<>(found.items().stream().map(Found::exception).toList(), found.cursor());
    }

    @Override
    public Page<StateChange> states(long runId, PageRequest page) {
        String question = "states " + runId;
        Cursor edge = Cursor.parse(question, page.cursor());
        Sql sql = new Sql("SELECT state, time FROM state_changes WHERE run_id = ?", runId);
        if (edge != null) {
            long time = edge.numbers()[0];
            sql.add(" AND time >= ? AND (time > ? OR state > ?)", time, time, new String(edge.bytes(), UTF_8));
        }
        sql.add(" ORDER BY run_id, time, state LIMIT " + (page.limit() + 1));
        return Pages.of(
                database.list(sql, row -> new StateChange(row.getString(1), row.getLong(2))),
                page,
                question,
                last -> new Cursor(new long[] {last.time()}, last.state().getBytes(UTF_8)));
    }

    @Override
    public Page<MetricSample> samples(long runId, PageRequest page) {
        String question = "samples " + runId;
        Cursor edge = Cursor.parse(question, page.cursor());
        Sql sql = new Sql("SELECT slot, time, metrics FROM metric_samples WHERE run_id = ?", runId);
        if (edge != null) {
            sql.add(" AND slot > ?", edge.numbers()[0]);
        }
        sql.add(" ORDER BY run_id, slot LIMIT " + (page.limit() + 1));
        record Found(long slot, MetricSample sample) {}
        Page<Found> found = Pages.of(
                database.list(
                        sql, row -> new Found(row.getLong(1), new MetricSample(row.getLong(2), row.getString(3)))),
                page,
                question,
                last -> Cursor.of(last.slot()));
        return new Page<>(found.items().stream().map(Found::sample).toList(), found.cursor());
    }

    private static boolean clean(String... texts) {
        return Stream.of(texts).allMatch(text -> text == null || Limits.clean(text));
    }
}
