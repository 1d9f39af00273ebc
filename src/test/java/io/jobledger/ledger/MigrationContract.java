package io.jobledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/** A ledger of an earlier version is taken over, beside the store's own tables. */
abstract class MigrationContract {
    private final Store store;

    MigrationContract(Store store) {
        this.store = store;
    }

    @Test
    void jobsGetTheirKeysAndExceptionsTheirGroups() throws SQLException {
        String schema = store.unique("before_history_");
        FluentConfiguration flyway =
                Flyway.configure().dataSource(store.dataSource).schemas(schema).defaultSchema(schema);
        flyway.target("3").load().migrate();
        String in = "INSERT INTO " + schema + '.';
        String jobs = in + "jobs (cluster_id, job_id, run, newest, name, state, closure, start_time, end_time,"
                + " observed_at) VALUES (1, ";
        store.execute(in + "clusters (engine, name) VALUES ('flink', 'local')");
        store.execute(jobs + "'a', 1, TRUE, 'é', 'FAILED', 'SEALED', 10, 25, 30)");
        store.execute(jobs + "'b', 1, TRUE, '" + "x".repeat(300) + "', 'RUNNING', 'OPEN', 10, NULL, 30)");
        String exceptions = in + "exceptions (run_id, time, digest, name, text) VALUES (";
        store.execute(exceptions + "1, 20, 1, 'a.B', 'a.B: x\nCaused by: c.D: row 1')");
        store.execute(exceptions + "1, 21, 2, 'a.B', 'a.B: x\nCaused by: c.D: row 1')");
        store.execute(exceptions + "2, 19, 3, 'e.F', 'e.F: y\nCaused by: c.D: row 2')");
        store.execute(exceptions + "2, 19, 4, 'e.F', 'e.F: y')");

        flyway.target("latest").load().migrate();

        assertThat(store.query(
                        "SELECT CONCAT(duration, ' ', end_key, ' ', closed_at, ' ', OCTET_LENGTH(name_key)) FROM "
                                + schema + ".jobs ORDER BY id"))
                .containsExactly("15 25 30 2", Long.MAX_VALUE + " " + Long.MAX_VALUE + "  200");
        assertThat(store.query(
                        "SELECT CONCAT(e.run_id, ' ', e.time, ' ', g.root_cause, ': ', g.message, ' ', t.text) FROM "
                                + schema + ".exceptions e JOIN " + schema
                                + ".exception_texts t ON t.id = e.text_id JOIN "
                                + schema
                                + ".exception_groups g ON g.id = e.group_id AND g.id = t.group_id ORDER BY e.digest"))
                .containsExactly(
                        "1 20 c.D: row 1 a.B: x\nCaused by: c.D: row 1",
                        "1 21 c.D: row 1 a.B: x\nCaused by: c.D: row 1",
                        "2 19 c.D: row 1 e.F: y\nCaused by: c.D: row 2",
                        "2 19 e.F: y e.F: y");
        assertThat(store.query("SELECT CONCAT(exceptions, ' ', jobs, ' ', first_seen, ' ', last_seen) FROM " + schema
                        + ".exception_counts ORDER BY exceptions DESC"))
                .containsExactly("3 2 19 21", "1 1 19 19");
        assertThat(store.query("SELECT COUNT(*) FROM " + schema + ".exception_texts"))
                .containsExactly("3");
    }
}
