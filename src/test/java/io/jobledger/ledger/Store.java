package io.jobledger.ledger;

import io.jobledger.ledger.query.Catalogue;
import io.jobledger.ledger.query.CountedStatements;
import io.jobledger.ledger.query.ExceptionSearch;
import io.jobledger.ledger.query.JobSearch;
import io.jobledger.ledger.query.RunHistory;
import io.jobledger.ledger.query.Statistics;
import io.jobledger.ledger.sql.Database;
import io.jobledger.ledger.sql.Sql;
import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A ledger on a real database, without any engine; and a look behind its back. */
final class Store implements AutoCloseable {
    static final List<String> TABLES = List.of(
            "clusters",
            "jobs",
            "state_changes",
            "vertices",
            "attempts",
            "checkpoints",
            "exceptions",
            "exception_counts",
            "exception_groups",
            "exception_texts",
            "job_days",
            "savepoints",
            "operations",
            "jars",
            "document_chunks",
            "metric_samples",
            "leases");

    private static final AtomicInteger NAMES = new AtomicInteger();

    final Ledger ledger;
    final OperationLog operations;
    final SavepointCatalogue savepoints;
    final JarCatalogue jars;
    final CountedRows counted;
    final JobSearch jobs;
    final ExceptionSearch exceptions;
    final RunHistory history;
    final Catalogue catalogue;
    final Statistics statistics;
    final RunCounts counts;
    /** Counts the statements of {@link #countedJobs}. */
    final AtomicInteger statements = new AtomicInteger();

    final JobSearch countedJobs;
    private final ApplicationContext context;
    final DataSource dataSource;

    Store(Map<String, Object> properties) {
        Map<String, Object> all = new TreeMap<>(properties);
        all.put("jobledger.flink.mode", "off");
        context = ApplicationContext.run(all);
        ledger = context.getBean(Ledger.class);
        operations = context.getBean(OperationLog.class);
        savepoints = context.getBean(SavepointCatalogue.class);
        jars = context.getBean(JarCatalogue.class);
        counted = new CountedRows(context);
        jobs = context.getBean(JobSearch.class);
        exceptions = context.getBean(ExceptionSearch.class);
        history = context.getBean(RunHistory.class);
        catalogue = context.getBean(Catalogue.class);
        statistics = context.getBean(Statistics.class);
        counts = context.getBean(RunCounts.class);
        countedJobs = CountedStatements.jobSearch(context, statements);
        // The pool itself: the bean is a proxy that only works within a transaction.
        dataSource = io.micronaut.data.connection.jdbc.advice.DelegatingDataSource.unwrapDataSource(
                context.getBean(DataSource.class));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    JobSearch explained(List<String> plans) {
        return CountedStatements.explained(context, plans);
    }

    /** A name no other test uses. */
    String unique(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }

    /** A job on a cluster of its own. */
    JobKey newJob() {
        return new JobKey("flink", unique("cluster-"), "2e588ce1c86a9d46e2e85186773ce4fd");
    }

    /** Deletes runs as retention does. */
    void forget(Long... runIds) {
        Database database = bean(Database.class);
        bean(Transactions.class).write(() -> {
            counts.forget(
                    List.of(runIds), () -> database.update(new Sql("DELETE FROM jobs WHERE id").in(List.of(runIds))));
            return null;
        });
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** The first column of all rows. */
    List<String> query(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    Map<String, Long> rowCounts() {
        Map<String, Long> counts = new TreeMap<>();
        TABLES.forEach(table -> counts.put(
                table, Long.valueOf(query("SELECT COUNT(*) FROM " + table).get(0))));
        return counts;
    }

    @Override
    public void close() {
        context.close();
    }
}
