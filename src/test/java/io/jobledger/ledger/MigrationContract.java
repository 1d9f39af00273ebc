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

    /** Of version 7, which took classes without packages for messages, and any last cause for the root cause. */
    @Test
    void exceptionsAreGroupedAnew() throws SQLException {
        String schema = store.unique("before_regrouping_");
        FluentConfiguration flyway =
                Flyway.configure().dataSource(store.dataSource).schemas(schema).defaultSchema(schema);
        flyway.target("3").load().migrate();
        String in = "INSERT INTO " + schema + '.';
        String jobs = in + "jobs (cluster_id, job_id, run, newest, name, state, closure, start_time, end_time,"
                + " observed_at) VALUES (1, ";
        store.execute(in + "clusters (engine, name) VALUES ('flink', 'local')");
        store.execute(jobs + "'a', 1, TRUE, 'a', 'FAILED', 'SEALED', 10, 25, 30)");
        store.execute(jobs + "'b', 1, TRUE, 'b', 'FAILED', 'SEALED', 10, 25, 30)");
        String exceptions = in + "exceptions (run_id, time, digest, name, text) VALUES (";
        String frame = "\n\tat a.B.c(B.java:1)";
        store.execute(exceptions + "1, 20, 1, 'Own', 'Own: row 1" + frame + "')");
        store.execute(exceptions + "1, 21, 2, 'Own', 'Own: row 1" + frame + "')");
        store.execute(exceptions + "2, 22, 3, 'Own', 'Own: row 2" + frame + "\n')");
        store.execute(exceptions + "1, 23, 4, 'a.B', 'a.B: alone" + frame + "\n\tSuppressed: a.S: s\n\t" + frame
                + "\n\tCaused by: c.D: row 3\n\t" + frame + "')");
        store.execute(exceptions + "2, 24, 5, 'a.B', 'a.B: x" + frame + "\nCaused by: c.D: row 4" + frame + "')");
        // More texts than the migration reads at once.
        for (int i = 0; i < 120; i++) {
            store.execute(exceptions + "2, 30, " + (100 + i) + ", 'Many', 'Many: " + i + frame + "')");
        }
        flyway.target("7").load().migrate();
        String grouped = "SELECT CONCAT(g.root_cause, ': ', g.message, ' ', c.exceptions, ' ', c.jobs, ' ',"
                + " c.first_seen, ' ', c.last_seen) FROM " + schema + ".exception_counts c JOIN " + schema
                + ".exception_groups g ON g.id = c.group_id ORDER BY c.last_seen";
        assertThat(store.query(grouped))
                .containsExactly(": Own: row 1 3 2 20 22", "c.D: row 3 2 2 23 24", ": Many: 0 120 1 30 30");
        // As of a run that has been deleted since.
        store.execute("UPDATE " + schema + ".exception_counts SET first_seen = 5 WHERE first_seen = 20");

        flyway.target("latest").load().migrate();

        assertThat(store.query(grouped))
                .containsExactly(
                        "Own: row 1 3 2 5 22", "a.B: alone 1 1 23 23", "c.D: row 3 1 1 24 24", "Many: 0 120 1 30 30");
        assertThat(store.query("SELECT COUNT(*) FROM " + schema + ".exceptions e JOIN " + schema
                        + ".exception_texts t ON t.id = e.text_id AND t.group_id = e.group_id"))
                .containsExactly("125");
    }
}
