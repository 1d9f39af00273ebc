package io.jobledger.ledger.leases;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/**
 * Reads and writes the table {@code leases}. Every change counts as a beat, so that a row with the same beats is the
 * same row.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LeaseRows extends GenericRepository<LeaseRow, String> {
    Optional<LeaseRow> findByName(String name);

    @Query("INSERT INTO leases (name, beats) VALUES (:name, 0) ON CONFLICT DO NOTHING")
    int insertIfAbsent(String name);

    /** Takes the lease, unless another service has changed the row since its beats were read. */
    @Query("UPDATE leases SET holder = :holder, beats = beats + 1 WHERE name = :name AND beats = :beats")
    int take(String name, String holder, long beats);

    @Query("UPDATE leases SET beats = beats + 1 WHERE name = :name AND holder = :holder")
    int beat(String name, String holder);

    @Query("UPDATE leases SET holder = NULL, beats = beats + 1 WHERE name = :name AND holder = :holder")
    int release(String name, String holder);
}
