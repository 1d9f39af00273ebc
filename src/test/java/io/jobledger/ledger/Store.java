package io.jobledger.ledger;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.jars.JarCatalogue;
import io.jobledger.ledger.operations.OperationLog;
import io.jobledger.ledger.runs.CountedRows;
import io.jobledger.ledger.runs.RunCounts;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.jobledger.ledger.search.Catalogue;
import io.jobledger.ledger.search.CountedStatements;
import io.jobledger.ledger.search.ExceptionSearch;
import io.jobledger.ledger.search.JobSearch;
import io.jobledger.ledger.search.RunHistory;
import io.jobledger.ledger.statistics.Statistics;
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
public final class Store implements AutoCloseable {
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
            "leases",
            "wanted_configs");

    private static final AtomicInteger NAMES = new AtomicInteger();

    public final Ledger ledger;
    public final OperationLog operations;
    public final SavepointCatalogue savepoints;
    public final JarCatalogue jars;
    public final CountedRows counted;
    public final JobSearch jobs;
    public final ExceptionSearch exceptions;
    public final RunHistory history;
    public final Catalogue catalogue;
    public final Statistics statistics;
    public final RunCounts counts;
    /** Counts the statements of {@link #countedJobs}. */
    final AtomicInteger statements = new AtomicInteger();

    public final JobSearch countedJobs;
    private final ApplicationContext context;
    public final DataSource dataSource;

    public Store(Map<String, Object> properties) {
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

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JobSearch explained(List<String> plans) {
        return CountedStatements.explained(context, plans);
    }

    /** A name no other test uses. */
    public String unique(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }

    /** A job on a cluster of its own. */
    public JobKey newJob() {
        return new JobKey("flink", unique("cluster-"), "2e588ce1c86a9d46e2e85186773ce4fd");
    }

    /** Deletes runs as retention does. */
    public void forget(Long... runIds) {
        Database database = bean(Database.class);
        bean(Transactions.class).write(() -> {
            counts.forget(
                    List.of(runIds), () -> database.update(new Sql("DELETE FROM jobs WHERE id").in(List.of(runIds))));
            return null;
        });
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** The first column of all rows. */
    public List<String> query(String sql) {
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

    public Map<String, Long> rowCounts() {
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
