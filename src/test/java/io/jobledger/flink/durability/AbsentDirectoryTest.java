package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.postgres.SharedPostgres;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two services on one PostgreSQL watch the same directory, but it is not always there for both, as where it is mounted:
 * below {@code /proc/self/cwd} each process finds what is in the directory that it was started in.
 */
@EnabledOnOs(OS.LINUX)
class AbsentDirectoryTest {
    private static final String WATCHED = "old=/proc/self/cwd/archives";

    @TempDir
    Path directory;

    @Test
    void whoHasTheDirectoryGoesOn() throws Exception {
        List<String> jobs = FlinkCorpus.archivedJobs();
        SharedPostgres.Database database = SharedPostgres.newDatabase();
        try (ServiceProcess one = launch("one", database);
                ServiceProcess two = launch("two", database)) {
            deliver("one", jobs.get(0));
            awaitSealed(database, jobs.get(0));
            assertThat(holder(database)).isEqualTo(id("one"));

            Files.move(archives("one"), directory.resolve("away"));
            deliver("two", jobs.get(1));
            awaitSealed(database, jobs.get(1));
            assertThat(holder(database)).isEqualTo(id("two"));

            // A place where nothing is mounted any more.
            Files.delete(archives("two").resolve(jobs.get(1)));
            deliver("one", jobs.get(2));
            awaitSealed(database, jobs.get(2));
            assertThat(holder(database)).isEqualTo(id("one"));
            assertThat(List.of(one, two))
                    .allSatisfy(service -> assertThat(service.isAlive()).isTrue());
        }
    }

    private ServiceProcess launch(String name, SharedPostgres.Database database) throws IOException {
        return ServiceLaunch.light()
                .in(Files.createDirectories(directory.resolve(name)))
                .without("flink", "seatunnel")
                .with(
                        "-jobledger.flink.archive-dirs=" + WATCHED,
                        "-datasources.default.url=" + database.url(),
                        "-datasources.default.username=postgres")
                .start(directory.resolve(name).resolve("data"), directory.resolve(name + ".log"));
    }

    private Path archives(String service) {
        return directory.resolve(service).resolve("archives");
    }

    private String id(String service) throws IOException {
        return Files.readString(directory.resolve(service).resolve("data/service-id"));
    }

    private void deliver(String service, String job) throws IOException {
        Files.createDirectories(archives(service));
        try (InputStream archive = getClass().getResourceAsStream("/corpus/flink-1.20.5/archive/" + job)) {
            Files.copy(archive, archives(service).resolve(job));
        }
    }

    private static void awaitSealed(SharedPostgres.Database database, String job) {
        Waiting.until(
                job + " is taken",
                () -> text(database, "SELECT COUNT(*) FROM jobs WHERE closure = 'SEALED' AND job_id = '" + job + '\'')
                        .equals("1"));
    }

    private static String holder(SharedPostgres.Database database) throws SQLException {
        return text(database, "SELECT holder FROM leases WHERE name = 'import-1'");
    }

    private static String text(SharedPostgres.Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
