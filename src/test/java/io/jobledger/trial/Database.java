package io.jobledger.trial;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What is under a service of a trial. */
interface Database extends AutoCloseable {
    /** Of a new, empty database. */
    List<String> settings() throws SQLException;

    @Override
    void close() throws IOException;

    /** A file in the data directory of the service. */
    Database H2 = new Database() {
        @Override
        public List<String> settings() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** A server of its own. */
    final class Postgres implements Database {
        /** A busy machine is no reason to fail. */
        private static final Duration STARTUP = Duration.ofMinutes(1);

        private static final AtomicInteger NAMES = new AtomicInteger();

        private final Path directory;
        private EmbeddedPostgres server;
        private final int port;

        Postgres(Path directory) throws IOException {
            this.directory = directory;
            this.server = builder().start();
            this.port = server.getPort();
        }

        private EmbeddedPostgres.Builder builder() {
            // By default it is set up for tests: quick, at the price of what was committed last when it is killed.
            // The least that it takes, so that a small disk is soon full.
            return EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(STARTUP)
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("min_wal_size", "32MB")
                    .setServerConfig("max_wal_size", "48MB");
        }

        @Override
        public List<String> settings() throws SQLException {
            String name = "trial" + NAMES.incrementAndGet();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return List.of(
                    "-datasources.default.url=" + server.getJdbcUrl("postgres", name),
                    "-datasources.default.username=postgres");
        }

        /** In good order, however long that takes: to close it is to give up after five seconds. */
        void stop() throws IOException, InterruptedException {
            List<ProcessHandle> processes = processes();
            signal("INT", processes.subList(0, 1));
            gone(processes);
        }

        void kill() throws IOException {
            List<ProcessHandle> processes = processes();
            processes.forEach(ProcessHandle::destroyForcibly);
            gone(processes);
        }

        private void gone(List<ProcessHandle> processes) throws IOException {
            processes.forEach(process -> process.onExit().join());
            // What it held on to itself: the lock of the directory.
            server.close();
        }

        boolean isUp() throws IOException {
            return Files.exists(directory.resolve("postmaster.pid"))
                    && !processes().isEmpty();
        }

        /** Again, after it was stopped or killed, where it was. */
        void start() throws IOException {
            server = builder().setPort(port).start();
        }

        void freeze() throws IOException, InterruptedException {
            signal("STOP", processes());
        }

        void thaw() throws IOException, InterruptedException {
            signal("CONT", processes());
        }

        private static void signal(String name, List<ProcessHandle> processes)
                throws IOException, InterruptedException {
            for (ProcessHandle process : processes) {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
        }

        /** The postmaster first, so that no new one begins meanwhile. */
        private List<ProcessHandle> processes() throws IOException {
            long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                    .get(0)
                    .trim());
            return ProcessHandle.of(pid).stream()
                    .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
