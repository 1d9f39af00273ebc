package io.jobledger.ledger.jars;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.database.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcJarCatalogue implements JarCatalogue {
    private final JarRows rows;
    private final Transactions transactions;

    JdbcJarCatalogue(JarRows rows, Transactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(Jar jar) {
        transactions.write(() -> rows.insertIfAbsent(JarRow.of(jar)));
    }

    @Override
    public Optional<Jar> find(String id) {
        return Limits.storable(id, Limits.JAR_ID) ? rows.findById(id).map(JarRow::toJar) : Optional.empty();
    }

    @Override
    public List<Jar> list() {
        return rows.newestFirst().stream().map(JarRow::toJar).toList();
    }

    @Override
    public boolean remove(String id) {
        return Limits.storable(id, Limits.JAR_ID) && transactions.write(() -> rows.delete(id)) > 0;
    }
}
