package io.jobledger.trial;

import io.jobledger.ledger.database.Database;
import io.jobledger.ledger.database.Sql;
import io.micronaut.context.ApplicationContext;
import java.util.List;

/** Whether the counts that the ledger keeps are those of its rows: what was written twice would count twice. */
final class Counts {
    private static final String DIFFERENCES = "SELECT group_id, SUM(exceptions), SUM(jobs) FROM"
            + " (SELECT group_id, cluster_id, exceptions, jobs FROM exception_counts UNION ALL"
            + " SELECT e.group_id, j.cluster_id, -COUNT(*), -COUNT(DISTINCT e.run_id)"
            + " FROM exceptions e JOIN jobs j ON j.id = e.run_id GROUP BY e.group_id, j.cluster_id) AS difference"
            + " GROUP BY group_id, cluster_id HAVING SUM(exceptions) <> 0 OR SUM(jobs) <> 0";

    private Counts() {}

    static List<String> faults(ApplicationContext context) {
        return context.getBean(Database.class)
                .list(
                        new Sql(DIFFERENCES),
                        row -> "group " + row.getLong(1) + " is counted with " + row.getLong(2) + " exceptions and "
                                + row.getLong(3) + " jobs more than there are");
    }
}
