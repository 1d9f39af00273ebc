package io.jobledger.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** The table {@code clusters}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ClusterRows extends GenericRepository<ClusterRow, Integer> {
    Optional<ClusterRow> findById(int id);

    Optional<ClusterRow> findByEngineAndName(String engine, String name);

    @Query("INSERT INTO clusters (engine, name) VALUES (:engine, :name) ON CONFLICT DO NOTHING")
    int insertIfAbsent(String engine, String name);

    @Query("UPDATE clusters SET owner = :owner, beats = beats + 1 WHERE id = :id AND (owner IS NULL OR owner = :owner)")
    int claim(int id, String owner);

    @Query("UPDATE clusters SET owner = :owner, beats = beats + 1"
            + " WHERE id = :id AND owner = :silent AND beats = :beats")
    int takeOver(int id, String owner, String silent, long beats);

    @Query("UPDATE clusters SET beats = beats + 1 WHERE id = :id AND owner = :owner")
    int beat(int id, String owner);

    @Query("UPDATE clusters SET owner = NULL WHERE id = :id AND owner = :owner")
    int release(int id, String owner);
}
