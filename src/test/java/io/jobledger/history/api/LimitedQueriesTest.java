package io.jobledger.history.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.jobledger.history.HistoryService;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Ledger;
import io.jobledger.ledger.Snapshots;
import io.jobledger.postgres.SharedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries that are really slow: on PostgreSQL behind a lock, on H2 in a join without an end. */
class LimitedQueriesTest {
    private static final JobKey KEY = new JobKey("flink", "local", "6d9bb97794dc32cb8f6da399b24d3dea");
    private static final String JOB = HistoryService.path(KEY);
    private static final String NAME = "flink/local/" + KEY.jobId();
    private static final int POOL = 8;
    private static final int JOBS = 4000;

    /** Each needs one of the tables that are locked. Imports are left out, as the service itself looks for some. */
    private static final List<String> QUERIES = List.of(
            "/history/jobs",
            "/history/jobs?exception=x&sort=end",
            JOB,
            JOB + "/runs",
            JOB + "/checkpoints",
            JOB + "/exceptions",
            JOB + "/states",
            JOB + "/metrics",
            "/history/compare?left=" + NAME + "&right=" + NAME,
            "/history/exceptions",
            "/history/exceptions?text=x",
            "/history/savepoints",
            "/history/operations",
            "/history/statistics?by=day",
            "/history/statistics?by=name",
            "/history/retention");

    private static final String LATE =
            "{\"errors\":[\"The answer took longer than 0.3 s (jobledger.history.query-timeout). Ask for less.\"]}";

    private static SharedPostgres.Database database;
    private static HistoryService patient;
    private static HistoryService hasty;

    @BeforeAll
    static void start() {
        database = SharedPostgres.newDatabase();
        patient = service("10m", database.settings());
        hasty = service("300ms", database.settings());
        patient.record(Snapshots.sealed(KEY));
        // More than lies in the buffers of a connection.
        patient.bean(Ledger.class)
                .recordAll(IntStream.range(0, JOBS)
                        .mapToObj(i -> Snapshots.sealed(new JobKey("flink", "local", "job-" + i))
                                .name("long".repeat(1000))
                                .startTime(Snapshots.START + i)
                                .endTime(Snapshots.START + i)
                                .build()));
    }

    private static HistoryService service(String timeout, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "jobledger.history.query-timeout",
                timeout,
                "jobledger.flink.cluster",
                "local",
                "jobledger.history.retention.rules",
                List.of(Map.of("state", "FAILED", "max-count", 0)),
                "jobledger.history.retention.interval",
                "1d"));
        all.putAll(settings);
        return HistoryService.start(all);
    }

    @AfterAll
    static void stop() {
        hasty.close();
        patient.close();
    }

    @Test
    void everyQueryEndsInTimeAndSaysSo() throws Exception {
        try (Connection lock = locked()) {
            List<CompletableFuture<HttpResponse<String>>> answers = QUERIES.stream()
                    .map(query -> CompletableFuture.supplyAsync(() -> hasty.get(query)))
                    .toList();
            for (int i = 0; i < QUERIES.size(); i++) {
                HttpResponse<String> answer = answers.get(i).get();
                assertThat(answer.statusCode()).as(QUERIES.get(i)).isEqualTo(503);
                assertThat(answer.body()).as(QUERIES.get(i)).isEqualTo(LATE);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            HttpResponse<String> export = hasty.get("/history/jobs", "text/csv");
            assertThat(export.statusCode()).isEqualTo(503);
            assertThat(export.body()).isEqualTo(LATE);

            awaitNothingTaken(hasty);
            assertThat(waiting(lock)).isZero();
        }
        assertThat(hasty.get("/history/jobs?limit=1").statusCode()).isEqualTo(200);
    }

    @Test
    void aQueryEndsWhenItsClientLeaves() throws Exception {
        try (Connection lock = locked()) {
            List<Socket> clients = new ArrayList<>();
            for (String query : QUERIES.subList(0, POOL)) {
                clients.add(ask(patient, query, "*/*"));
            }
            Awaitility.await().until(() -> waiting(lock) == POOL);
            assertThat(active(patient)).isEqualTo(POOL);

            for (Socket client : clients) {
                client.close();
            }

            awaitNothingTaken(patient);
            assertThat(waiting(lock)).isZero();
        }
        assertThat(patient.get("/history/jobs?limit=1").statusCode()).isEqualTo(200);
    }

    @Test
    void aStreamEndsWhenItsClientLeaves() throws Exception {
        try (Socket client = ask(patient, "/history/jobs", "application/x-ndjson");
                Connection lock = lockedOnceBegun(client)) {
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> readAll(client));
            Awaitility.await().until(() -> waiting(lock) == 1);

            client.close();

            awaitNothingTaken(patient);
            assertThat(waiting(lock)).isZero();
            reading.join();
        }
    }

    @Test
    void aStreamBreaksOffWhenItsNextPartTakesTooLong() throws Exception {
        try (Socket client = ask(hasty, "/history/jobs", "application/x-ndjson");
                Connection lock = lockedOnceBegun(client)) {
            String read = readAll(client);

            assertThat(read).startsWith("TTP/1.1 200").doesNotEndWith("\r\n0\r\n\r\n");
            assertThat(read.lines().filter(line -> line.startsWith("{"))).hasSizeBetween(999, JOBS - 1);
            awaitNothingTaken(hasty);
            assertThat(waiting(lock)).isZero();
        }
    }

    @Test
    void onH2Too() throws Exception {
        try (HistoryService service = service("300ms", Map.of())) {
            endless(service);
            HttpResponse<String> answer = service.get("/history/operations");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo(LATE);
            awaitNothingTaken(service);
            assertThat(service.get("/history/jobs").statusCode()).isEqualTo(200);
        }
        try (HistoryService service = service("10m", Map.of())) {
            endless(service);
            try (Socket client = ask(service, "/history/operations", "*/*")) {
                Awaitility.await().until(() -> active(service) == 1);
            }
            awaitNothingTaken(service);
            assertThat(service.get("/history/jobs").statusCode()).isEqualTo(200);
        }
    }

    /** Makes the table of operations one that is never read to its end. */
    private static void endless(HistoryService service) throws SQLException {
        try (Connection connection = pool(service).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE operations RENAME TO few_operations");
            statement.execute("CREATE VIEW operations AS SELECT o.* FROM SYSTEM_RANGE(1, 1000000000000) r"
                    + " LEFT JOIN few_operations o ON o.id = 0 WHERE MOD(r.\"X\", 2) = 2");
        }
    }

    private static Connection locked() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE jobs, savepoints, operations, exception_counts,"
                    + " exception_texts, job_days IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    /** Locks the tables while a stream waits for its client to read on. */
    private static Connection lockedOnceBegun(Socket client) throws SQLException, IOException {
        assertThat(client.getInputStream().read()).isEqualTo('H');
        return locked();
    }

    private static long waiting(Connection any) throws SQLException {
        try (Statement statement = any.createStatement()) {
            // Else a transaction sees what it saw first.
            statement.execute("SELECT pg_stat_clear_snapshot()");
            try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Socket ask(HistoryService service, String target, String accept) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(
                service.service().url().getHost(), service.service().url().getPort()));
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What comes until the connection ends. */
    private static String readAll(Socket client) {
        StringBuilder all = new StringBuilder();
        try {
            InputStream in = client.getInputStream();
            byte[] some = new byte[65536];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                all.append(new String(some, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException closed) {
            // As good an end as any.
        }
        return all.toString();
    }

    private static HikariDataSource pool(HistoryService service) throws SQLException {
        return service.bean(DataSource.class).unwrap(HikariDataSource.class);
    }

    private static int active(HistoryService service) throws SQLException {
        return pool(service).getHikariPoolMXBean().getActiveConnections();
    }

    private static void awaitNothingTaken(HistoryService service) {
        Awaitility.await("no connection is taken").until(() -> active(service) == 0);
    }
}
