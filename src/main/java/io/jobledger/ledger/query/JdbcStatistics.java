package io.jobledger.ledger.query;

import jakarta.inject.Singleton;
import java.util.List;

@Singleton
final class JdbcStatistics implements Statistics {
    private final CountedRuns rows;

    JdbcStatistics(CountedRuns rows) {
        this.rows = rows;
    }

    @Override
    public List<StatisticsRow> count(StatisticsQuery query, int limit) {
        return rows.count(query, limit);
    }
}
