package io.jobledger.ledger.search;

import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Row;
import io.jobledger.ledger.database.Sql;
import io.jobledger.ledger.h2.DiskRoom;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.model.runtime.RuntimeEntityRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A search whose statements are counted, or explained. */
public final class CountedStatements {
    private CountedStatements() {}

    @SuppressWarnings("unchecked")
    public static JobSearch jobSearch(ApplicationContext context, AtomicInteger statements) {
        Database database =
                new Database(
                        context.getBean(ConnectionOperations.class), context.getBean(RuntimeEntityRegistry.class)) {
                    @Override
                    public <T> List<T> list(Sql sql, Row<T> row) {
                        statements.incrementAndGet();
                        return super.list(sql, row);
                    }
                };
        return search(context, database);
    }

    /** @param plans is told how the database runs each statement */
    @SuppressWarnings("unchecked")
    public static JobSearch explained(ApplicationContext context, List<String> plans) {
        Database database =
                new Database(
                        context.getBean(ConnectionOperations.class), context.getBean(RuntimeEntityRegistry.class)) {
                    @Override
                    public <T> List<T> list(Sql sql, Row<T> row) {
                        plans.add(
                                String.join("\n", super.list(new Sql("EXPLAIN ").add(sql), line -> line.getString(1))));
                        return super.list(sql, row);
                    }
                };
        return search(context, database);
    }

    private static JobSearch search(ApplicationContext context, Database database) {
        Clusters clusters = new Clusters(database, context.getBean(DiskRoom.class));
        return new JdbcJobSearch(database, clusters, new IndexChoice(database));
    }
}
