package io.jobledger.ledger;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The schema that the migrations lead to is a committed file, so that a change of it is seen in review.
 *
 * <p>To write the file anew: {@code mvn test -Dtest=SchemaTest -Dschema.write=true}
 */
class SchemaTest {
    private static final Path GOLDEN = Path.of("src/test/resources/schema.sql");
    private static final String URL = "jdbc:h2:mem:schema;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;"
            + "DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
    private static final Pattern NOISE =
            Pattern.compile("\"public\"\\.|\"|MEMORY |CACHED | NULLS (FIRST|LAST|DISTINCT)| NOCHECK(?=;)"
                    // What rows leave behind.
                    + "|\\(START WITH 1(?: RESTART WITH \\d+)?\\)| SELECTIVITY \\d+");
    private static final Pattern OWNER = Pattern.compile("^(?:CREATE TABLE|CREATE INDEX \\w+ ON|ALTER TABLE) (\\w+)");

    @Test
    void isTheCommittedOne() throws IOException, SQLException {
        Flyway.configure().dataSource(URL, "sa", "").load().migrate();

        String schema = script(DriverManager.getConnection(URL, "sa", ""));

        if (Boolean.getBoolean("schema.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, schema);
        }
        assertThat(schema).isEqualTo(golden());
        assertThat(Store.TABLES)
                .allSatisfy(table -> assertThat(schema).containsPattern("CREATE TABLE " + table + "\\b"));
    }

    /** In a file, as H2 opens it anew after a migration: its CHECKs end with the session that made them (#4308). */
    @Test
    void aLedgerOfTheFirstVersionIsTakenOver(@TempDir Path directory) throws SQLException {
        String url = URL.replace("mem:schema", "file:" + directory.resolve("first-version"))
                .replace(";DB_CLOSE_DELAY=-1", "");
        Flyway.configure().dataSource(url, "sa", "").target("1").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO clusters (engine, name) VALUES ('flink', 'local')");
            statement.execute("INSERT INTO jobs (cluster_id, job_id, run, newest, name, state, closure, start_time,"
                    + " end_time, observed_at) VALUES (1, 'a', 1, TRUE, 'job', 'FINISHED', 'SEALED', 1, 2, 3)");
            statement.execute("INSERT INTO checkpoints (run_id, checkpoint_id, status, kind, trigger_time, discarded,"
                    + " savepoint) VALUES (1, 7, 'COMPLETED', 'CHECKPOINT', 1, FALSE, FALSE)");
            statement.execute(
                    "INSERT INTO operations (cluster_id, job_id, kind, requested_at, request, status, pending)"
                            + " VALUES (1, 'a', 'CANCEL', 1, 'PATCH /jobs/a', 'IN_PROGRESS', TRUE)");
            Flyway.configure().dataSource(url, "sa", "").load().migrate();
            try (ResultSet jobs = statement.executeQuery("SELECT name, checkpoints_total FROM jobs")) {
                assertThat(jobs.next()).isTrue();
                assertThat(jobs.getString(1)).isEqualTo("job");
                assertThat(jobs.getObject(2)).isNull();
            }
            try (ResultSet checkpoints = statement.executeQuery("SELECT checkpoint_id, pipeline FROM checkpoints")) {
                assertThat(checkpoints.next()).isTrue();
                assertThat(checkpoints.getLong(1)).isEqualTo(7);
                assertThat(checkpoints.getInt(2)).isZero();
            }
            try (ResultSet operations = statement.executeQuery("SELECT request FROM operations")) {
                assertThat(operations.next()).isTrue();
                assertThat(operations.getString(1)).isEqualTo("PATCH /jobs/a");
            }
        }
    }

    /** What the migrations lead to. */
    static String golden() throws IOException {
        return Files.readString(GOLDEN);
    }

    /**
     * H2's own rendering, table by table, without what is not ours or says nothing.
     *
     * @param database is closed
     */
    static String script(Connection database) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        try (Connection connection = database;
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("SCRIPT NODATA NOPASSWORDS NOSETTINGS")) {
            while (lines.next()) {
                String line = NOISE.matcher(lines.getString(1)).replaceAll("");
                Matcher owner = OWNER.matcher(line);
                if (owner.find() && !owner.group(1).startsWith("flyway")) {
                    tables.computeIfAbsent(owner.group(1), table -> new ArrayList<>())
                            .add(line);
                }
            }
        }
        // Tables before their indexes and constraints, which H2 gives in no order of its own.
        Comparator<String> order = Comparator.comparing((String line) -> !line.startsWith("CREATE TABLE"))
                .thenComparing(Comparator.naturalOrder());
        return tables.values().stream()
                .map(statements -> statements.stream().sorted(order).collect(joining("\n")))
                .collect(joining("\n\n", "", "\n"));
    }
}
