package io.jobledger.bench;

import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** A ledger with {@link HistoryRows}, in this process. It is filled if it has not been yet. */
record MadeUpLedger(Database database, ApplicationContext context, int jobs) implements AutoCloseable {
    /** @param parent where it is found again by whoever opens it later */
    static MadeUpLedger open(String name, Path parent, int jobs) throws Exception {
        Path home = Files.createDirectories(parent.resolve(name.toLowerCase(Locale.ROOT) + "-" + jobs));
        Database database = name.equals("H2") ? Database.h2(home) : Database.postgres(home);
        List<String> settings = new ArrayList<>(database.settings());
        settings.addAll(List.of(
                "-jobledger.data-dir=" + home.resolve("data"),
                "-jobledger.flink.mode=off",
                "-jobledger.seatunnel.mode=off",
                "-jobledger.connect.mode=off"));
        ApplicationContext context = ApplicationContext.builder()
                .args(settings.toArray(String[]::new))
                .start();
        DataSource pool = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class));
        try (Connection connection = pool.getConnection()) {
            Path filled = home.resolve("filled");
            if (!Files.exists(filled)) {
                Clock clock = new Clock();
                HistoryRows.fill(connection, jobs);
                Files.createFile(filled);
                System.err.printf("%s: %,d jobs made up in %.0f s%n", name, jobs, clock.seconds());
            }
            if (name.equals("H2")) {
                try (Statement statement = connection.createStatement()) {
                    // Else it would give the answer of before, as here nothing is written in between.
                    statement.execute("SET OPTIMIZE_REUSE_RESULTS 0");
                }
            }
        }
        return new MadeUpLedger(database, context, jobs);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() throws Exception {
        context.close();
        database.close();
    }
}
