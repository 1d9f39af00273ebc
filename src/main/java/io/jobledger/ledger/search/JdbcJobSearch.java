package io.jobledger.ledger.search;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Dialect;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.page.Cursor;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.page.Pages;
import io.jobledger.ledger.runs.NameKey;
import io.jobledger.ledger.runs.RunRow;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

@Singleton
final class JdbcJobSearch implements JobSearch {
    private final Database database;
    private final Clusters clusters;
    private final IndexChoice accesses;

    JdbcJobSearch(Database database, Clusters clusters, IndexChoice accesses) {
        this.database = database;
        this.clusters = clusters;
        this.accesses = accesses;
    }

    /** Marks the end of a page of jobs, with the choices of the first page that hold for all pages. */
    private record Edge(JobIndex access, @Nullable List<Integer> clusterIds, Object key, long id) {
        private static final int FIXED = 3;

        static Edge of(JobQuery query, Cursor cursor) {
            long[] numbers = cursor.numbers();
            List<Integer> ids = new ArrayList<>();
            for (int i = FIXED; i < numbers.length; i++) {
                ids.add((int) numbers[i]);
            }
            return new Edge(
                    JobIndex.values()[(int) numbers[0]],
                    ids.isEmpty() ? null : ids,
                    query.order() == JobOrder.NAME ? cursor.bytes() : (Object) numbers[1],
                    numbers[2]);
        }

        Cursor toCursor() {
            boolean named = key instanceof byte[];
            long[] numbers = new long[FIXED + (clusterIds == null ? 0 : clusterIds.size())];
            numbers[0] = access.ordinal();
            numbers[1] = named ? 0 : (long) key;
            numbers[2] = id;
            for (int i = FIXED; i < numbers.length; i++) {
                numbers[i] = clusterIds.get(i - FIXED);
            }
            return new Cursor(numbers, named ? (byte[]) key : new byte[0]);
        }
    }

    @Override
    public Page<JobRun> jobs(JobQuery query, PageRequest page) {
        Cursor cursor = Cursor.parse(query, page.cursor());
        Edge edge = cursor == null ? null : Edge.of(query, cursor);
        List<Integer> clusterIds = edge == null ? clusters.ids(query.engines(), query.clusters()) : edge.clusterIds();
        if (!JobFilter.possible(query, clusterIds)) {
            return new Page<>(List.of(), null);
        }
        Dialect dialect = database.dialect();
        JobFilter filter = new JobFilter(query, clusterIds, dialect);
        JobIndex access = edge == null ? accesses.choose(query, clusterIds, filter) : edge.access();
        List<JobRun> jobs = new ArrayList<>();
        for (Sql beyond : beyond(query, edge, dialect)) {
            int wanted = page.limit() + 1 - jobs.size();
            if (wanted > 0) {
                jobs.addAll(database.list(
                        select(query, filter, access, beyond, wanted, dialect), row -> RunRow.read(row, 1, clusters)));
            }
        }
        return Pages.of(
                jobs,
                page,
                query,
                last -> new Edge(access, clusterIds, key(query.order(), last), last.id()).toCursor());
    }

    private static Sql select(
            JobQuery query, JobFilter filter, JobIndex access, Sql beyond, int limit, Dialect dialect) {
        return new Sql("SELECT " + RunRow.COLUMNS + " FROM jobs j"
                        + (access.index.isEmpty() ? "" : dialect.by(access.index)) + " WHERE 1 = 1")
                .add(filter.all(access == JobIndex.EXCEPTION))
                .add(beyond)
                .add(" ORDER BY " + order(query, access) + " LIMIT " + limit);
    }

    /** Returns the order, with the columns that come first in an index and have one value. H2 would sort otherwise. */
    private static String order(JobQuery query, JobIndex access) {
        String direction = query.descending() ? " DESC" : "";
        String opposite = query.descending() ? "" : " DESC";
        String first = switch (query.order() == JobOrder.START ? access : JobIndex.START) {
            // With several, few are got and sorted.
            case STATE -> query.states().size() == 1 ? "j.state" + direction + ", " : "";
            // Its index has the last start first.
            case CLUSTER -> "j.cluster_id" + opposite + ", j.newest" + opposite + ", ";
            default -> "";
        };
        return first + column(query.order()) + direction + ", j.id" + direction;
    }

    /** Returns the conditions beyond the edge, each for one index range. H2 reads none for a pair of columns. */
    private static List<Sql> beyond(JobQuery query, @Nullable Edge edge, Dialect dialect) {
        if (edge == null) {
            return List.of(new Sql(""));
        }
        String column = column(query.order());
        String beyond = query.descending() ? " < " : " > ";
        if (dialect.comparesRowsByIndex()) {
            return List.of(new Sql(" AND (" + column + ", j.id)" + beyond + "(?, ?)", edge.key(), edge.id()));
        }
        return List.of(
                new Sql(" AND " + column + " = ? AND j.id" + beyond + "?", edge.key(), edge.id()),
                new Sql(" AND " + column + beyond + "?", edge.key()));
    }

    private static String column(JobOrder order) {
        return switch (order) {
            case START -> "j.start_time";
            case END -> "j.end_key";
            case DURATION -> "j.duration";
            case NAME -> "j.name_key";
        };
    }

    private static Object key(JobOrder order, JobRun run) {
        Long end = run.endTime();
        return switch (order) {
            case START -> run.startTime();
            case END -> end == null ? JobFilter.UNKNOWN : end;
            case DURATION -> end == null ? JobFilter.UNKNOWN : end - run.startTime();
            case NAME -> NameKey.of(run.name());
        };
    }
}
