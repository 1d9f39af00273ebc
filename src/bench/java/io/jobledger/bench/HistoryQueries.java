package io.jobledger.bench;

import static java.util.stream.Collectors.joining;

import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.ExceptionQuery;
import io.jobledger.ledger.search.ExceptionSearch;
import io.jobledger.ledger.search.JobOrder;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.JobSearch;
import io.jobledger.ledger.search.NameMatch;
import io.jobledger.ledger.search.TimeRange;
import io.jobledger.ledger.statistics.Statistics;
import io.jobledger.ledger.statistics.StatisticsQuery;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Questions over all jobs, asked by eight clients at once of ten thousand and of a million jobs, in each database: what an
 * answer costs, and how little it matters how many jobs there are. The two ledgers of a database are asked in turns, by a
 * process with a heap of 512 MB. What is asked, and where, is told by system properties (see the README).
 */
public final class HistoryQueries {
    private static final int CLIENTS = 8;
    private static final int FEW = 10_000;
    private static final int MANY = 1_000_000;
    private static final int PAGE = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration ROUND = Duration.ofMillis(1500);
    private static final String FIRST_PAGE = "newest 100";
    private static final String LATE_PAGE = "page 1,000 of it";
    private static final String STATISTICS = "statistics by day over a month";
    private static final double MOST_MILLIS = 50;
    private static final double MOST_MILLIS_OF_STATISTICS = 200;
    private static final double MOST_TIMES = 1.5;

    private HistoryQueries() {}

    /** With the name of a database the part of it, in the process that it is called in. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            measure(args[0], Path.of(args[1]), Integer.parseInt(args[2]));
            System.exit(0);
        }
        String rounds = Settings.property("rounds", "5");
        String given = Settings.property("dir", "");
        Path directory = given.isEmpty()
                ? Files.createTempDirectory("jobledger-bench")
                : Files.createDirectories(Path.of(given));
        System.out.println("| database | query | p50, p99 of %,d jobs | of %,d jobs | asked | | times | asked | |"
                .formatted(FEW, MANY));
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String database : Settings.property("databases", "H2,PostgreSQL").split(",")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HistoryQueries.class.getName(),
                            database,
                            directory.toString(),
                            rounds)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // Only what is of the table: the service tells other things there.
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().filter(line -> line.startsWith("|")).forEach(System.out::println);
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(database + " ended with " + process.exitValue());
            }
        }
        if (given.isEmpty()) {
            Footprint.erase(directory);
        }
    }

    /** The percentiles of a query, of each round in microseconds. */
    private record Times(List<Double> half, List<Double> most) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void add(Histogram micros) {
            half.add(micros.getValueAtPercentile(50) / 1e3);
            most.add(micros.getValueAtPercentile(99) / 1e3);
        }

        double p50() {
            return Median.of(half);
        }

        double p99() {
            return Median.of(most);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f, %.1f ms", p50(), p99());
        }
    }

    private static void measure(String database, Path directory, int rounds) throws Exception {
        try (MadeUpLedger few = MadeUpLedger.open(database, directory, FEW);
                MadeUpLedger many = MadeUpLedger.open(database, directory, MANY)) {
            Map<String, Consumer<Random>> ofFew = queries(few);
            Map<String, Consumer<Random>> ofMany = queries(many);
            Map<String, Times> timesOfFew = new HashMap<>();
            Map<String, Times> timesOfMany = new HashMap<>();
            for (int round = 0; round <= rounds; round++) {
                Duration duration = round == 0 ? WARM_UP : ROUND;
                for (String query : ofMany.keySet()) {
                    Histogram first = run(ofFew.get(query), duration);
                    Histogram second = run(ofMany.get(query), duration);
                    if (round > 0) {
                        timesOfFew.computeIfAbsent(query, any -> new Times()).add(first);
                        timesOfMany.computeIfAbsent(query, any -> new Times()).add(second);
                    }
                }
            }
            for (String query : ofMany.keySet()) {
                Times times = timesOfMany.get(query);
                double limit = query.equals(STATISTICS) ? MOST_MILLIS_OF_STATISTICS : MOST_MILLIS;
                print(
                        database,
                        query,
                        timesOfFew.get(query),
                        times,
                        "p99 ≤ %.0f ms".formatted(limit),
                        met(times.p99(), limit),
                        times.p99() / timesOfFew.get(query).p99());
            }
            double times = timesOfMany.get(LATE_PAGE).p99()
                    / timesOfMany.get(FIRST_PAGE).p99();
            print(database, LATE_PAGE + ", beside page 1", "", "", "", "", times);
        }
    }

    private static void print(Object... cells) {
        double times = (double) cells[cells.length - 1];
        cells[cells.length - 1] = String.format(Locale.ROOT, "%.2f", times);
        System.out.println(Stream.concat(
                        Stream.of(cells),
                        Stream.of(String.format(Locale.ROOT, "≤ %.1f", MOST_TIMES), met(times, MOST_TIMES)))
                .map(String::valueOf)
                .collect(joining(" | ", "| ", " |")));
    }

    private static String met(double value, double limit) {
        return value <= limit ? "met" : "**missed**";
    }

    static Map<String, Consumer<Random>> queries(MadeUpLedger ledger) {
        return queries(
                ledger.bean(JobSearch.class),
                ledger.bean(ExceptionSearch.class),
                ledger.bean(Statistics.class),
                ledger.jobs());
    }

    static Map<String, Consumer<Random>> queries(
            JobSearch search, ExceptionSearch exceptions, Statistics statistics, int jobs) {
        // Fewer jobs have fewer pages.
        String late = page(search, Math.min(PAGE, jobs / 100 - 1));
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
                STATISTICS,
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
                .order(order)
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

    private static Histogram run(Consumer<Random> query, Duration duration) throws Exception {
        Histogram all = new Histogram(3);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Histogram>> clients = new ArrayList<>();
            long end = System.nanoTime() + duration.toNanos();
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
