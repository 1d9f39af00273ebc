package io.jobledger.ledger.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2MigrationTest {
    @TempDir
    Path directory;

    private Path file;
    private Path copy;

    @BeforeEach
    void register() {
        FusedFile.register();
        file = directory.resolve("ledger.mv.db");
        copy = directory.resolve("ledger.mv.db.before-migration");
    }

    @Test
    void whatAnEarlierVersionRecordedAfterACutOffIsKept() throws Exception {
        Flyway.configure().dataSource(url(), "jobledger", "").target("3").load().migrate();
        execute("INSERT INTO clusters (engine, name) VALUES ('flink', 'before')");
        Files.copy(file, copy);
        execute("INSERT INTO clusters (engine, name) VALUES ('flink', 'since')");
        byte[] since = Files.readAllBytes(file);
        Path earlier = Files.writeString(directory.resolve("ledger.mv.db.cut-off"), "of an earlier time");

        migration().run(Flyway.configure()).close();

        assertThat(clusters()).containsExactly("before");
        assertThat(earlier).hasContent("of an earlier time");
        assertThat(directory.resolve("ledger.mv.db.cut-off-2")).hasBinaryContent(since);
        assertThat(copy).doesNotExist();
    }

    @Test
    void whyAMigrationFailedIsToldEvenIfItCannotBePutBack() {
        Flyway.configure().dataSource(url(), "jobledger", "").target("3").load().migrate();

        assertThatThrownBy(() -> migration().run(Flyway.configure().javaMigrations(new V1000__takes_the_copy_away())))
                .isInstanceOf(FlywayException.class)
                .hasRootCauseMessage("why it failed")
                .satisfies(e -> assertThat(e.getSuppressed()).hasOnlyElementsOfType(NoSuchFileException.class));
    }

    /** Named as Flyway wants it. */
    public final class V1000__takes_the_copy_away extends BaseJavaMigration {
        @Override
        public void migrate(Context context) throws Exception {
            Files.delete(copy);
            throw new SQLException("why it failed");
        }
    }

    private H2Migration migration() {
        return new H2Migration(H2Url.of(url()).orElseThrow(), "jobledger", "");
    }

    private String url() {
        return "jdbc:h2:file:" + directory.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "jobledger", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> clusters() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(), "jobledger", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM clusters ORDER BY name")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
