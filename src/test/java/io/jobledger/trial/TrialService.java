package io.jobledger.trial;

import io.jobledger.app.Application;
import io.jobledger.imports.Imports;
import io.jobledger.ledger.JobKey;
import io.jobledger.ledger.Ledger;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * The service, whose ledger some writers use as its recorders do, for ever. First it looks whether what its earlier lives
 * had acknowledged is there. It is to be killed.
 *
 * <p>Its settings, beside the service's own as arguments: {@code trial.journal}, {@code trial.writers} (a number),
 * {@code trial.check} ({@code last}: what the last life did and some of what was done before; or {@code all}), and
 * {@code trial.faults}: the seed of a {@link FaultyDriver} that begins once all is checked.
 */
final class TrialService {
    private static final int OLD_ONES = 50;
    private static final long PAUSE_MILLIS = 100;
    private static final long JOBS_PER_WRITER = 100_000;
    private static final long JOBS_PER_LIFE = 10 * JOBS_PER_WRITER;

    private final Ledger ledger;
    private final Journal journal;

    private TrialService(Ledger ledger, Journal journal) {
        this.ledger = ledger;
        this.journal = journal;
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(System.getProperty("trial.journal"));
        List<String> past = Journal.lines(file);
        Journal journal = new Journal(file);
        journal.write("life " + past.size());
        ApplicationContext context =
                Micronaut.build(args).mainClass(Application.class).banner(false).start();
        TrialService service = new TrialService(context.getBean(Ledger.class), journal);
        boolean all = System.getProperty("trial.check", "last").equals("all");
        if (all) {
            Counts.faults(context).forEach(fault -> journal.write("lost " + fault));
        }
        service.check(past, all);
        if (Long.getLong("trial.faults") != null) {
            FaultyDriver.begin(Long.getLong("trial.faults"));
        }
        long life = past.stream().filter(line -> line.startsWith("life ")).count();
        Queue<Long> unfinished = new ConcurrentLinkedQueue<>();
        stages(past).forEach((job, stage) -> {
            if (stage < MadeJob.LAST_STAGE) {
                unfinished.add(job);
            }
        });
        for (int writer = 0; writer < Integer.getInteger("trial.writers", 0); writer++) {
            long first = life * JOBS_PER_LIFE + writer * JOBS_PER_WRITER;
            Thread thread = new Thread(() -> service.write(unfinished, first), "writer-" + writer);
            thread.setDaemon(true);
            thread.start();
        }
        new ImportCommands(context.getBean(Imports.class), journal).start();
    }

    /** The last stage that was acknowledged, -1 if none was, by the number of the job. */
    static Map<Long, Integer> stages(List<String> lines) {
        Map<Long, Integer> stages = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("begun")) {
                stages.putIfAbsent(Long.valueOf(words[1]), -1);
            } else if (words[0].equals("recorded")) {
                stages.merge(Long.valueOf(words[1]), Integer.valueOf(words[2]), Math::max);
            }
        }
        return stages;
    }

    private void check(List<String> past, boolean all) {
        Map<Long, Integer> stages = stages(past);
        List<Long> jobs = new ArrayList<>(stages.keySet());
        if (!all) {
            int checked = lastChecked(past);
            List<Long> old = new ArrayList<>(stages(past.subList(0, checked)).keySet());
            Collections.shuffle(old, new Random(past.size()));
            jobs = new ArrayList<>(stages(past.subList(checked, past.size())).keySet());
            jobs.addAll(old.subList(0, Math.min(OLD_ONES, old.size())));
        }
        for (long job : jobs) {
            List<String> faults = new MadeJob(job).faults(ledger, stages.get(job));
            if (!faults.isEmpty()) {
                journal.write("lost " + job + " " + faults);
            }
        }
        Set<String> imported = new LinkedHashSet<>();
        for (String line : all ? past : past.subList(lastChecked(past), past.size())) {
            if (line.startsWith("imported ")) {
                imported.add(line.split(" ")[1]);
            }
        }
        for (String job : imported) {
            List<String> faults = new ImportedJob(job).faults(ledger);
            if (!faults.isEmpty()) {
                journal.write("lost " + job + " " + faults);
            }
        }
        int told = Importing.last(past).keySet().stream()
                .mapToInt(directory -> checkDirectory(directory, past, all))
                .sum();
        journal.write("checked " + (jobs.size() + imported.size() + told));
    }

    /**
     * What an import has counted as taken is there; and what is there of those that the last life imported is whole.
     *
     * @return how many jobs were looked at
     */
    private int checkDirectory(Path directory, List<String> past, boolean all) {
        Importing.State told = Importing.last(past).get(directory);
        boolean recent = !all
                && Importing.last(past.subList(lastChecked(past), past.size())).containsKey(directory);
        int there = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (String job : files.map(file -> file.getFileName().toString()).toList()) {
                if (ledger.newestRun(new JobKey("flink", "local", job)).isEmpty()) {
                    continue;
                }
                there++;
                List<String> faults = recent ? new ImportedJob(job).faults(ledger) : List.of();
                if (!faults.isEmpty()) {
                    journal.write("lost " + job + " " + faults);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (there < told.taken()) {
            journal.write("lost " + (told.taken() - there) + " jobs of " + told.line(directory));
        }
        return there;
    }

    private static int lastChecked(List<String> past) {
        for (int i = past.size(); i > 0; i--) {
            if (past.get(i - 1).startsWith("checked ")) {
                return i;
            }
        }
        return 0;
    }

    private void write(Queue<Long> unfinished, long first) {
        Queue<Long> jobs = new ArrayDeque<>();
        for (long next = first; ; next++) {
            Long old = unfinished.poll();
            jobs.add(next);
            if (old != null) {
                jobs.add(old);
            }
            while (!jobs.isEmpty()) {
                long job = jobs.remove();
                journal.write("begun " + job);
                for (int stage = 0; stage <= MadeJob.LAST_STAGE; stage++) {
                    record(job, stage);
                }
            }
        }
    }

    /** As a recorder does: what failed is tried again, until it is done. */
    private void record(long job, int stage) {
        while (true) {
            try {
                ledger.record(new MadeJob(job).at(stage));
                journal.write("recorded " + job + " " + stage);
                return;
            } catch (RuntimeException e) {
                journal.write("failed " + e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
