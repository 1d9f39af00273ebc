package io.jobledger.ledger.jars;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/** Reads and writes the table {@code jars}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface JarRows extends GenericRepository<JarRow, String> {
    Optional<JarRow> findById(String id);

    @Query("SELECT * FROM jars ORDER BY uploaded_at DESC, id")
    List<JarRow> newestFirst();

    @Query("INSERT INTO jars (id, name, sha256, size, uploaded_at, entry_classes)"
            + " VALUES (:id, :name, :sha256, :size, :uploadedAt, :entryClasses) ON CONFLICT DO NOTHING")
    int insertIfAbsent(JarRow row);

    @Query("DELETE FROM jars WHERE id = :id")
    int delete(String id);
}
