package io.jobledger.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Archives that are delivered while a service lives and dies: one after the other in a directory that it watches, and many
 * at once in others that it is told to import. Whatever it answers for is noted in its journal as imported.
 */
final class Deliveries implements AutoCloseable {
    private static final int AT_ONCE = 20;
    private static final int MOST = 40;
    private static final long PAUSE_MILLIS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private final Path watched;
    private final Journal journal;
    private final Random random;
    private final Set<String> delivered = ConcurrentHashMap.newKeySet();
    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final List<Path> asked = new ArrayList<>();
    private final Thread thread = new Thread(this::deliver, "deliveries");
    private volatile TrialProcess service;
    private volatile boolean ended;

    /** @param directory an empty one */
    Deliveries(Path directory, Path journal, long seed) throws IOException {
        this.directory = directory;
        this.watched = Files.createDirectory(directory.resolve("watched"));
        this.journal = new Journal(journal);
        this.random = new Random(seed);
    }

    String setting() {
        return "-jobledger.flink.archive-dirs=" + watched;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** A new life of the service has begun: it goes on with what it has, and gets more. */
    void to(TrialProcess service) throws IOException {
        Path more = Files.createDirectory(directory.resolve("asked-" + asked.size()));
        for (int i = 0; i < AT_ONCE; i++) {
            deliver(more, Archives.jobId(random));
        }
        // What was delivered before comes again.
        for (String again : delivered.stream().limit(3).toList()) {
            Files.write(more.resolve(again), Archives.file(again));
        }
        asked.add(more);
        new Importing(service).begin(more);
        this.service = service;
    }

    private void deliver() {
        while (!ended) {
            try {
                // No faster than they are imported: the end would be long in coming.
                if (unanswered.size() < MOST) {
                    deliver(watched, Archives.jobId(random));
                }
                Thread.sleep(PAUSE_MILLIS);
                ask();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Some come slowly: they are there before they are whole. */
    private void deliver(Path directory, String job) throws IOException {
        byte[] archive = Archives.file(job);
        Path file = directory.resolve(job);
        int first = job.charAt(0) % 3 == 0 ? archive.length / 2 : archive.length;
        Files.write(file, Arrays.copyOf(archive, first));
        if (first < archive.length) {
            Files.write(file, Arrays.copyOfRange(archive, first, archive.length), StandardOpenOption.APPEND);
        }
        delivered.add(job);
        unanswered.add(job);
    }

    /** Whether some are answered for. */
    private void ask() throws InterruptedException {
        TrialProcess now = service;
        for (int i = Math.min(5, unanswered.size()); i > 0 && now != null; i--) {
            String job = unanswered.poll();
            try {
                if (now.get("/jobs/" + job, Duration.ofSeconds(5)).statusCode() == 200) {
                    journal.write("imported " + job);
                    continue;
                }
            } catch (IOException killed) {
                now = null;
            }
            unanswered.add(job);
        }
    }

    /** Delivers no more, and waits until all is answered for. */
    void finish(TrialProcess service) throws IOException, InterruptedException {
        close();
        this.service = service;
        for (Path directory : asked) {
            new Importing(service).begin(directory);
        }
        TrialProcess.await(PATIENCE, "all that was delivered is imported", () -> {
            ask();
            return unanswered.isEmpty();
        });
    }

    int count() {
        return delivered.size();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }
}
