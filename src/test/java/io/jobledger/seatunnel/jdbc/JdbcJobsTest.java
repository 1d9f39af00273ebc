package io.jobledger.seatunnel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.ledger.Ledger;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.embedded.EmbeddedSeaTunnel;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.micronaut.json.tree.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Jobs of a real engine on real databases; and no password of theirs is anywhere afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("seatunnel")
@Order(Integer.MAX_VALUE - 7)
class JdbcJobsTest {

    private static final String PASSWORD = "geheim-4711-wort";
    private static final String ENCRYPTED =
            Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
    private static final String FAKE = """
            {"plugin_name": "FakeSource", "result_table_name": "rows",
             "schema": {"fields": {"id": "int", "name": "string"}},
             "rows": [{"kind": "INSERT", "fields": [1, "one"]}, {"kind": "INSERT", "fields": [2, "two"]}]}
            """;

    private final SeaTunnelService service = SeaTunnelService.shared();
    private EmbeddedPostgres database;

    @BeforeAll
    void startDatabase() throws IOException, SQLException {
        // Any password does for users that the server trusts, so it must ask for one.
        database = EmbeddedPostgres.builder()
                .setServerConfig("password_encryption", "scram-sha-256")
                .start();
        update("CREATE USER writer SUPERUSER PASSWORD '" + PASSWORD + "'");
        Path rules = Path.of(query("SHOW hba_file").get(0));
        Files.writeString(rules, "host all writer all scram-sha-256\n" + Files.readString(rules));
        query("SELECT pg_reload_conf()");
    }

    @AfterAll
    void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    void rowsAreWrittenAndReadAgain(@TempDir Path output) throws Exception {
        update("CREATE TABLE target (id int, name text)");
        finished(job(FAKE, sink("target", "writer", PASSWORD), ""));
        assertThat(query("SELECT id || name FROM target ORDER BY id")).containsExactly("1one", "2two");

        finished(job(source("SELECT id, name FROM target", PASSWORD), file(output), ""));
        assertThat(lines(output.resolve("out"))).containsExactlyInAnyOrder("1,one", "2,two");
        secretsAreNowhere();
    }

    @Test
    void encryptedPasswordIsUnderstood() throws Exception {
        update("CREATE TABLE encrypted (id int, name text)");
        // The engine decrypts "username", which this connector does not have.
        finished(job(FAKE, sink("encrypted", "writer", ENCRYPTED), ", \"shade.identifier\": \"base64\""));
        assertThat(query("SELECT count(*) FROM encrypted")).containsExactly("2");
        secretsAreNowhere();
    }

    @Test
    void wrongPasswordIsTold() throws Exception {
        update("CREATE TABLE untouched (id int, name text)");
        String config = job(FAKE, sink("untouched", "writer", "wrong-" + PASSWORD), "");
        String job = service.submit(config);
        JsonNode failed = service.awaitState(job, "FAILED");
        assertThat(failed.get("errorMsg").getStringValue()).contains("password authentication failed");
        assertThat(query("SELECT count(*) FROM untouched")).containsExactly("0");
        secretsAreNowhere();
    }

    @Test
    void wrongPasswordOfSourceIsToldAtOnce() throws Exception {
        String config = job(
                source("SELECT 1 AS id", "wrong-" + PASSWORD),
                "{\"plugin_name\": \"Console\", \"source_table_name\": [\"rows\"]}",
                "");
        assertThat(service.error("POST", "submit-job", config, 400)).contains("password authentication failed");
        secretsAreNowhere();
    }

    @Test
    void sqliteIsWrittenAndReadToo(@TempDir Path directory) throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("rows.db");
        try (Connection sqlite = sqlite(url)) {
            update(sqlite, "CREATE TABLE target (id INTEGER, name VARCHAR(9))");
        }
        String jdbc = "\"plugin_name\": \"Jdbc\", \"url\": \"" + url + "\", \"driver\": \"org.sqlite.JDBC\"";
        finished(job(
                FAKE,
                "{" + jdbc + ", \"source_table_name\": [\"rows\"],"
                        + " \"query\": \"insert into target (id, name) values (?, ?)\"}",
                ""));
        try (Connection sqlite = sqlite(url)) {
            assertThat(query(sqlite, "SELECT id || name FROM target ORDER BY id"))
                    .containsExactly("1one", "2two");
        }
        finished(job(
                "{" + jdbc + ", \"result_table_name\": \"rows\", \"query\": \"SELECT id, name FROM target\"}",
                file(directory),
                ""));
        assertThat(lines(directory.resolve("out"))).containsExactlyInAnyOrder("1,one", "2,two");
    }

    /** With the driver that the engine has. */
    private static Connection sqlite(String url) throws Exception {
        URL[] driver;
        try (Stream<Path> jars = Files.list(Path.of("target/engines/seatunnel/lib"))) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith("sqlite-jdbc"))
                    .findFirst()
                    .orElseThrow();
            driver = new URL[] {jar.toUri().toURL()};
        }
        ClassLoader loader = new URLClassLoader(driver, JdbcJobsTest.class.getClassLoader());
        Driver found = (Driver)
                loader.loadClass("org.sqlite.JDBC").getDeclaredConstructor().newInstance();
        return found.connect(url, new Properties());
    }

    private void finished(String config) {
        service.awaitState(service.submit(config), "FINISHED");
    }

    private static String job(String source, String sink, String env) {
        return """
                {"env": {"job.mode": "BATCH", "job.retry.times": 0%s}, "source": [%s], "transform": [], "sink": [%s]}
                """.formatted(env, source, sink);
    }

    private String source(String query, String password) {
        return """
                {"plugin_name": "Jdbc", "result_table_name": "rows", "url": "%s", "driver": "org.postgresql.Driver",
                 "user": "writer", "password": "%s", "query": "%s"}
                """.formatted(url(), password, query);
    }

    private String sink(String table, String user, String password) {
        return """
                {"plugin_name": "Jdbc", "source_table_name": ["rows"], "url": "%s", "driver": "org.postgresql.Driver",
                 "user": "%s", "password": "%s", "max_retries": 0,
                 "query": "insert into %s (id, name) values (?, ?)"}
                """.formatted(url(), user, password, table);
    }

    private static String file(Path directory) {
        return """
                {"plugin_name": "LocalFile", "source_table_name": ["rows"], "path": "%s", "tmp_path": "%s",
                 "file_format_type": "text", "field_delimiter": ","}
                """.formatted(directory.resolve("out"), directory.resolve("tmp"));
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
    }

    /** Neither in the database, nor in our log, nor in the engine's. */
    private void secretsAreNowhere() throws IOException, SQLException {
        String engineLog = Files.readString(service.dataDir().resolve("seatunnel/log/seatunnel.log"));
        assertThat(engineLog).contains("Jdbc").doesNotContain(PASSWORD, ENCRYPTED);
        assertThat(service.logged()).contains("seatunnel").doesNotContain(PASSWORD, ENCRYPTED);
        String ledger = ledger();
        assertThat(ledger).contains("org.postgresql.Driver").doesNotContain(PASSWORD, ENCRYPTED);
        assertThat(documents()).doesNotContain(PASSWORD, ENCRYPTED);
    }

    /** What is recorded of all jobs; in the database it is compressed. */
    private String documents() {
        Ledger ledger = service.bean(Ledger.class);
        String cluster = service.cluster("seatunnel").name();
        return ledger.newestJobs(EmbeddedSeaTunnel.NAME, cluster, 1000).stream()
                .flatMap(run -> ledger.documents(run.id()).stream())
                .map(document -> new String(document.body(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    /** All rows of all tables. */
    private String ledger() throws SQLException {
        DataSource source = DelegatingDataSource.unwrapDataSource(service.bean(DataSource.class));
        try (Connection connection = source.getConnection()) {
            return String.join("\n", query(connection, "SCRIPT"));
        }
    }

    private void update(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection()) {
            update(connection, sql);
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection()) {
            return query(connection, sql);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static List<String> lines(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".txt"))
                    .flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
