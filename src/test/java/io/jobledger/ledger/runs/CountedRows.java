package io.jobledger.ledger.runs;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.JobSnapshot;
import io.jobledger.ledger.clusters.Clusters;
import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Transactions;
import io.jobledger.ledger.documents.ChunkRows;
import io.jobledger.ledger.documents.Chunks;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.model.runtime.RuntimeEntityRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A ledger that counts the facts and pieces of documents that recording reads and writes. */
public final class CountedRows {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Recording recording;

    public CountedRows(ApplicationContext context) {
        Facts facts = new Facts(
                counted(context, StateRows.class),
                counted(context, VertexRows.class),
                counted(context, AttemptRows.class),
                counted(context, CheckpointRows.class),
                counted(context, ExceptionRows.class),
                context.getBean(Database.class));
        recording = new Recording(
                context.getBean(Clusters.class),
                context.getBean(Transactions.class),
                context.getBean(Runs.class),
                context.getBean(JobRows.class),
                facts,
                new Samples(counted(context, SampleRows.class), countedInserts(context)),
                new Chunks(counted(context, ChunkRows.class)),
                context.getBean(ExceptionTexts.class),
                context.getBean(RunCounts.class));
    }

    /** How many rows were read, and how many statements given that write. */
    public record Cost(JobRun run, long read, long written) {}

    public Cost record(JobSnapshot snapshot) {
        read.set(0);
        written.set(0);
        JobRun run = recording.record(snapshot);
        return new Cost(run, read.get(), written.get());
    }

    @SuppressWarnings("unchecked")
    private Database countedInserts(ApplicationContext context) {
        return new Database(context.getBean(ConnectionOperations.class), context.getBean(RuntimeEntityRegistry.class)) {
            @Override
            public int insertIfAbsent(List<?> rows) {
                written.incrementAndGet();
                return super.insertIfAbsent(rows);
            }
        };
    }

    private <T> T counted(ApplicationContext context, Class<T> type) {
        T rows = context.getBean(type);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                Object result = method.invoke(rows, args);
                if (method.getReturnType() == void.class || method.getReturnType() == int.class) {
                    written.incrementAndGet();
                } else if (result instanceof Collection<?> many) {
                    read.addAndGet(many.size());
                } else if (!(result instanceof Optional<?> one) || one.isPresent()) {
                    read.incrementAndGet();
                }
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
