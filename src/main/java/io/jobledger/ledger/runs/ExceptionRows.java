package io.jobledger.ledger.runs;

import io.jobledger.ledger.JobException;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** Reads and writes the table {@code exceptions}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ExceptionRows extends GenericRepository<ExceptionRow, Long> {
    @Query("SELECT e.time, e.name, t.text, e.task, e.location, e.task_manager_id"
            + " FROM exceptions e JOIN exception_texts t ON t.id = e.text_id WHERE e.run_id = :runId"
            + " ORDER BY e.time DESC, e.digest DESC")
    List<Whole> newestFirst(long runId);

    /** Returns whether any exception of the group is known to have hit the run. */
    @Query("SELECT EXISTS (SELECT 1 FROM exceptions WHERE group_id = :groupId AND run_id = :runId)")
    boolean hit(long runId, long groupId);

    List<ExceptionRow> findByRunIdAndTimeBetween(long runId, long from, long to);

    void saveAll(Iterable<ExceptionRow> rows);

    /** Holds an exception with its text. */
    @Introspected
    record Whole(
            long time,
            String name,
            String text,
            @Nullable String task,
            @Nullable String location,
            @Nullable String taskManagerId) {
        JobException toFact() {
            return new JobException(time, name, text, task, location, taskManagerId);
        }
    }
}
