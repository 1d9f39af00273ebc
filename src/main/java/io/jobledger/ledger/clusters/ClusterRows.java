package io.jobledger.ledger.clusters;

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
}
