package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.TestJobs;
import io.jobledger.flink.contract.FlinkCorpus;
import io.jobledger.flink.remote.FlinkPair;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two services in front of one cluster, on one PostgreSQL: both record, each job is there once, and one is killed. */
@ResourceLock("flink-pair")
@Order(7)
class SeveralServicesTest {
    /** Within so long of the end of one that was killed, another one does what it did. */
    private static final Duration CARRIES_ON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final FlinkPair flink = FlinkPair.shared();
    private final Rest engine = new Rest(flink.url());
    private final List<ServiceProcess> started = new ArrayList<>();
    private final SharedPostgres.Database database = SharedPostgres.newDatabase();

    @AfterEach
    void end() throws IOException {
        started.forEach(ServiceProcess::close);
    }

    @Test
    void eachJobOnceAndOneCarriesOn() throws Exception {
        ServiceProcess one = launch("one");
        Rest.of(one).awaitServing();
        deliver(0);
        Waiting.until("the one watches the archives", () -> holder().equals(id("one")));
        ServiceProcess two = launch("two");
        Rest.of(two).awaitServing();
        String jar = Rest.of(one).upload(TestJobs.jar());
        Waiting.until(
                "the cluster is used", () -> Rest.of(one).get("/taskmanagers").status() == 200);

        String finished = Rest.of(one).run(jar, "batch");
        String failed = Rest.of(one).run(jar, "fail");
        engine.awaitState(finished, "FINISHED");
        engine.awaitState(failed, "FAILED");
        String canceled = Rest.of(one).run(jar, "stream");
        engine.awaitTasks(canceled);
        Rest.of(two).savepoint(canceled);
        Rest.of(two).send("PATCH", "/jobs/" + canceled + "?mode=cancel", null);
        engine.awaitState(canceled, "CANCELED");
        Set<String> ended = Set.of(finished, failed, canceled);
        ended.forEach(this::awaitSealed);
        for (String job : ended) {
            JobAnswers truth = JobAnswers.of(engine, job);
            assertThat(truth.differences(Rest.of(one))).as("the one of " + job).isEmpty();
            assertThat(truth.differences(Rest.of(two)))
                    .as("the other of " + job)
                    .isEmpty();
        }

        String stream = Rest.of(one).run(jar, "stream");
        engine.awaitTasks(stream);
        String savepoint = Rest.of(one)
                .send("POST", "/jobs/" + stream + "/savepoints", "{}")
                .json()
                .path("request-id")
                .asText();
        String sealing = Rest.of(one).run(jar, "batch");
        engine.awaitState(sealing, "FINISHED");
        one.kill();
        long killed = System.currentTimeMillis();
        String delivered = deliver(1);

        awaitSealed(delivered);
        assertThat(holder()).isEqualTo(id("two"));
        assertThat(number("SELECT observed_at FROM jobs WHERE job_id = '" + delivered + '\'') - killed)
                .as("ms until the other carried on")
                .isLessThanOrEqualTo(CARRIES_ON.toMillis());
        awaitSealed(sealing);
        assertThat(JobAnswers.of(engine, sealing).differences(Rest.of(two))).isEmpty();
        Waiting.until(
                "the savepoint is told of",
                () -> Rest.of(two)
                        .get("/jobs/" + stream + "/savepoints/" + savepoint)
                        .json()
                        .at("/status/id")
                        .asText()
                        .equals("COMPLETED"));
        long observed = number("SELECT MAX(observed_at) FROM jobs WHERE job_id = '" + stream + '\'');
        Waiting.until(
                "the recorder goes on",
                () -> number("SELECT MAX(observed_at) FROM jobs WHERE job_id = '" + stream + '\'') > observed);

        ServiceProcess three = launch("one");
        Rest.of(three).awaitServing();
        // The engine may answer until the first round is done; it differs in the time that it is now.
        assertThat(Rest.of(three).get("/jobs/" + finished).essence())
                .isEqualTo(Rest.of(two).get("/jobs/" + finished).essence());
        Rest.of(two).send("PATCH", "/jobs/" + stream + "?mode=cancel", null);
        awaitSealed(stream);

        assertThat(number(
                        "SELECT COUNT(*) FROM (SELECT job_id FROM jobs GROUP BY job_id HAVING COUNT(*) > 1) AS twice"))
                .isZero();
        assertThat(number("SELECT SUM(deadlocks) FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
        for (ServiceProcess service : List.of(two, three)) {
            // That cluster remembers ten checkpoints.
            assertThat(service.log().lines().filter(line -> !line.contains("checkpoints are not on record")))
                    .noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN "));
        }
    }

    private ServiceProcess launch(String dataDir) {
        ServiceProcess service = ServiceLaunch.light()
                .without("seatunnel")
                .with(
                        "-jobledger.flink.mode=remote",
                        "-jobledger.flink.url=" + flink.url(),
                        "-jobledger.flink.cluster=shared",
                        "-jobledger.flink.archive-dir=" + flink.archive(),
                        "-jobledger.flink.archive-dirs=old=" + directory.resolve("archives"),
                        "-datasources.default.url=" + database.url(),
                        "-datasources.default.username=postgres")
                .start(directory.resolve(dataDir), directory.resolve("service-" + started.size() + ".log"));
        started.add(service);
        return service;
    }

    /** Puts an archive where it is watched for. */
    private String deliver(int number) throws IOException {
        String job = FlinkCorpus.archivedJobs().get(number);
        Path archives = Files.createDirectories(directory.resolve("archives"));
        try (InputStream archive = getClass().getResourceAsStream("/corpus/flink-1.20.5/archive/" + job)) {
            Files.copy(archive, archives.resolve(job));
        }
        return job;
    }

    /** Which service sees to the watched directory. */
    private String holder() throws SQLException {
        return text("SELECT holder FROM leases WHERE name LIKE 'import-%'");
    }

    private String id(String dataDir) throws IOException {
        return Files.readString(directory.resolve(dataDir).resolve("service-id"));
    }

    private void awaitSealed(String job) {
        Waiting.until(
                job + " is sealed",
                () -> number("SELECT COUNT(*) FROM jobs WHERE closure = 'SEALED' AND job_id = '" + job + '\'') == 1);
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
