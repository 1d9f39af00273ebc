package io.jobledger.ledger.runs;

import io.jobledger.ledger.Closure;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads and writes the table {@code jobs}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface JobRows extends GenericRepository<JobRow, Long> {
    Optional<JobRow> findById(long id);

    /** Finds a run and locks it. Every writer of a run holds this lock. */
    Optional<JobRow> findByClusterIdAndJobIdAndStartTimeForUpdate(int clusterId, String jobId, long startTime);

    Optional<JobRow> findByClusterIdAndJobIdAndNewestTrue(int clusterId, String jobId);

    List<JobRow> findByClusterIdAndJobIdOrderByStartTimeDesc(int clusterId, String jobId);

    @Query("SELECT * FROM jobs WHERE cluster_id = :clusterId AND job_id IN (:jobIds)")
    List<JobRow> of(int clusterId, Collection<String> jobIds);

    List<JobRow> findByClusterIdAndClosureOrderByStartTimeDesc(int clusterId, Closure closure);

    /** Ordered by all columns of the index, as H2 would otherwise sort. */
    @Query("SELECT * FROM jobs WHERE cluster_id = :clusterId AND newest = TRUE"
            + " ORDER BY cluster_id, newest, start_time DESC, id DESC LIMIT :limit")
    List<JobRow> newest(int clusterId, int limit);

    /** Returns the runs that ended last. Ordered by all columns of the index, as H2 would otherwise sort. */
    @Query("SELECT * FROM jobs WHERE cluster_id = :clusterId AND newest = TRUE AND closure <> 'OPEN'"
            + " ORDER BY cluster_id, newest, end_time DESC, closed_at DESC, id DESC LIMIT :limit")
    List<JobRow> lastEnded(int clusterId, int limit);

    /** Does the same for runs in the state. */
    @Query("SELECT * FROM jobs WHERE cluster_id = :clusterId AND newest = TRUE AND closure <> 'OPEN' AND state = :state"
            + " ORDER BY cluster_id, newest, end_time DESC, closed_at DESC, id DESC LIMIT :limit")
    List<JobRow> lastEnded(int clusterId, String state, int limit);

    @Query("SELECT state, COUNT(*) AS jobs FROM jobs WHERE cluster_id = :clusterId AND closure IN ('OPEN', 'SEALED',"
            + " 'LOST') AND newest = TRUE GROUP BY state")
    List<StateCount> countByState(int clusterId);

    @Query("SELECT COALESCE(MAX(run), 0) AS last_run, MAX(start_time) AS last_start FROM jobs"
            + " WHERE cluster_id = :clusterId AND job_id = :jobId")
    LastRun last(int clusterId, String jobId);

    @Query("UPDATE jobs SET newest = NULL"
            + " WHERE cluster_id = :clusterId AND job_id = :jobId AND newest = TRUE AND start_time < :startTime")
    void noLongerNewest(int clusterId, String jobId, long startTime);

    void update(JobRow row);

    @Introspected
    record StateCount(String state, long jobs) {}

    @Introspected
    record LastRun(int lastRun, @Nullable Long lastStart) {}
}
