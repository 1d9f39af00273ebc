package io.jobledger.bench;

import io.jobledger.ledger.query.ExceptionQuery;
import io.jobledger.ledger.query.ExceptionSearch;
import io.jobledger.ledger.query.JobOrder;
import io.jobledger.ledger.query.JobQuery;
import io.jobledger.ledger.query.JobSearch;
import io.jobledger.ledger.query.NameMatch;
import io.jobledger.ledger.query.PageRequest;
import io.jobledger.ledger.query.Statistics;
import io.jobledger.ledger.query.StatisticsQuery;
import io.jobledger.ledger.query.TimeRange;
import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;

/**
 * Questions over all jobs, asked by eight clients at once of ten thousand and of a million jobs, in each database: what an
 * answer costs, and how little it matters how many jobs there are. Each ledger is in a process of its own with 512 MB.
 */
public final class HistoryQueries {
    private static final int CLIENTS = 8;
    private static final long WARM_UP_NANOS = Integer.getInteger("seconds", 5) * 1_000_000_000L;
    private static final long ROUND_NANOS = WARM_UP_NANOS;
    private static final String FIRST_PAGE = "newest 100";
    private static final String LATE_PAGE = "page 1,000 of it";

    private HistoryQueries() {}

    /** Without arguments all; with a database, a number of jobs and further settings the one, as a process of its own. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            measure(Integer.parseInt(args[0]), args);
            return;
        }
        int few = Integer.getInteger("few", 10_000);
        int many = Integer.getInteger("many", 1_000_000);
        System.out.printf(
                "%-34s %-10s %12s %12s %8s %12s %8s%n",
                "query", "database", "p50, many", "p99, many", "to few", "p99, few", "to p. 1");
        for (String database : System.getProperty("databases", "H2,PostgreSQL").split(",")) {
            Map<String, long[]> ofFew = run(database, few);
            Map<String, long[]> ofMany = run(database, many);
            ofMany.forEach((query, micros) -> System.out.printf(
                    Locale.ROOT,
                    "%-34s %-10s %9.1f ms %9.1f ms %8.2f %9.1f ms %8s%n",
                    query,
                    database,
                    micros[0] / 1e3,
                    micros[1] / 1e3,
                    (double) micros[1] / ofFew.get(query)[1],
                    ofFew.get(query)[1] / 1e3,
                    query.equals(LATE_PAGE)
                            ? String.format(Locale.ROOT, "%.2f", (double) micros[1] / ofMany.get(FIRST_PAGE)[1])
                            : ""));
        }
    }

    private static Map<String, long[]> run(String database, int jobs) throws Exception {
        Path dir = Files.createTempDirectory("jobledger-bench");
        try (EmbeddedPostgres postgres = database.equals("H2") ? null : EmbeddedPostgres.start()) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-Dseconds=" + Integer.getInteger("seconds", 5),
                    "-cp",
                    System.getProperty("java.class.path"),
                    HistoryQueries.class.getName(),
                    String.valueOf(jobs),
                    "-jobledger.data-dir=" + dir,
                    "-jobledger.flink.mode=off",
                    "-jobledger.seatunnel.mode=off"));
            if (postgres != null) {
                command.add("-datasources.default.url=" + postgres.getJdbcUrl("postgres", "postgres"));
                command.add("-datasources.default.username=postgres");
            }
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(out);
            }
            Map<String, long[]> results = new LinkedHashMap<>();
            out.lines()
                    .filter(line -> line.startsWith("RESULT\t"))
                    .map(line -> line.split("\t"))
                    .forEach(line ->
                            results.put(line[1], new long[] {Long.parseLong(line[2]), Long.parseLong(line[3])}));
            return results;
        }
    }

    private static void measure(int jobs, String[] args) throws Exception {
        try (ApplicationContext context =
                ApplicationContext.builder().args(args).start()) {
            DataSource pool = DelegatingDataSource.unwrapDataSource(context.getBean(DataSource.class));
            long began = System.nanoTime();
            try (Connection connection = pool.getConnection()) {
                HistoryRows.fill(connection, jobs);
            }
            System.err.printf("%,d jobs in %.0f s%n", jobs, (System.nanoTime() - began) / 1e9);
            JobSearch search = context.getBean(JobSearch.class);
            String late = page(search, Math.min(1000, jobs / 100 - 1));
            queries(context, late).forEach((name, query) -> {
                try {
                    run(query, WARM_UP_NANOS);
                    Histogram micros = run(query, ROUND_NANOS);
                    String line = String.join(
                            "\t",
                            "RESULT",
                            name,
                            String.valueOf(micros.getValueAtPercentile(50)),
                            String.valueOf(micros.getValueAtPercentile(99)));
                    System.out.println(line);
                    System.err.println(line + "\t" + micros.getTotalCount());
                } catch (Exception e) {
                    throw new IllegalStateException(name, e);
                }
            });
        }
        System.exit(0);
    }

    private static Map<String, Consumer<Random>> queries(ApplicationContext context, String late) {
        JobSearch search = context.getBean(JobSearch.class);
        ExceptionSearch exceptions = context.getBean(ExceptionSearch.class);
        Statistics statistics = context.getBean(Statistics.class);
        Map<String, Consumer<Random>> queries = new LinkedHashMap<>();
        queries.put(FIRST_PAGE, random -> search.jobs(JobQuery.ALL, new PageRequest(100, null)));
        queries.put(LATE_PAGE, random -> search.jobs(JobQuery.ALL, new PageRequest(100, late)));
        queries.put(
                "FAILED of a name prefix in a week",
                random -> search.jobs(
                        jobs(
                                List.of("FAILED"),
                                new NameMatch(
                                        NameMatch.Kind.PREFIX, String.format("pipeline-%02d", random.nextInt(20))),
                                days(random, 7),
                                JobOrder.START),
                        new PageRequest(100, null)));
        queries.put(
                "longest 100 of a month",
                random -> search.jobs(
                        jobs(List.of(), null, days(random, 30), JobOrder.DURATION), new PageRequest(100, null)));
        queries.put(
                "exceptions with a text",
                random -> exceptions.groups(
                        new ExceptionQuery(
                                "cause" + random.nextInt(60) + "exception", List.of(), List.of(), TimeRange.ALL),
                        new PageRequest(100, null)));
        queries.put(
                "statistics by day over a month",
                random -> statistics.count(
                        new StatisticsQuery(
                                Set.of(StatisticsQuery.Dimension.DAY),
                                jobs(List.of(), null, days(random, 30), JobOrder.START)),
                        1000));
        return queries;
    }

    private static JobQuery jobs(List<String> states, NameMatch name, TimeRange started, JobOrder order) {
        return JobQuery.builder()
                .states(states)
                .name(name)
                .started(started)
                .order(order, true)
                .build();
    }

    /** From any minute on. */
    private static TimeRange days(Random random, int days) {
        long from = HistoryRows.FIRST_START + random.nextInt((HistoryRows.DAYS - days) * 24 * 60) * 60_000L;
        return new TimeRange(from, from + days * HistoryRows.DAY);
    }

    private static String page(JobSearch search, int page) {
        String cursor = null;
        for (int rows = 100 * (page - 1); rows > 0; ) {
            int step = Math.min(rows, PageRequest.MAX_LIMIT);
            cursor = search.jobs(JobQuery.ALL, new PageRequest(step, cursor)).cursor();
            rows -= step;
        }
        return cursor;
    }

    private static Histogram run(Consumer<Random> query, long nanos) throws Exception {
        Histogram all = new Histogram(3);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Histogram>> clients = new ArrayList<>();
            long end = System.nanoTime() + nanos;
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(i);
                clients.add(threads.submit(() -> {
                    Histogram micros = new Histogram(3);
                    while (System.nanoTime() < end) {
                        long asked = System.nanoTime();
                        query.accept(random);
                        micros.recordValue((System.nanoTime() - asked) / 1000);
                    }
                    return micros;
                }));
            }
            for (Future<Histogram> client : clients) {
                all.add(client.get());
            }
        } finally {
            threads.shutdown();
        }
        return all;
    }
}
