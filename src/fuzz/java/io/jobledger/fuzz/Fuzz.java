package io.jobledger.fuzz;

import io.jobledger.fuzz.FuzzRequest.Expected;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sends requests that the contracts allow, and such as they do not, to a service with both engines, and tells what it should
 * not have answered. Its settings are properties: {@code seed} (by default the time of day), {@code requests} (how many) and
 * {@code only} (numbers with commas: these alone, with their answers). Ends with 1 if anything was flagged.
 */
final class Fuzz {
    private static final long SLOW_MILLIS = 5_000;
    private static final int REQUESTS = 10_000;
    private static final int CONNECTIONS = 6;
    private static final int WARM_UP = 500;
    private static final long REPLACE_MILLIS = 2_000;

    /** @param statuses how often each was answered, 0 for connections that were closed without an answer */
    record Result(List<String> flagged, Map<Integer, Integer> statuses, String closing) {}

    private final FuzzedService service;
    private final long seed;
    private final PrintStream out;
    private final RequestMaker maker;
    private final Judge judge;
    private final List<String> flagged = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> slow = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger closedIdle = new AtomicInteger();

    private Fuzz(FuzzedService service, long seed, long slowMillis, PrintStream out) {
        this.service = service;
        this.seed = seed;
        this.out = out;
        this.maker = new RequestMaker(seed, service.known());
        this.judge = new Judge(service, slowMillis);
    }

    public static void main(String[] args) throws Exception {
        long seed = Long.getLong("seed", System.currentTimeMillis());
        int requests = Integer.getInteger("requests", REQUESTS);
        String only = System.getProperty("only", "");
        Path directory = Files.createTempDirectory("jobledger-fuzz");
        System.out.println("Requests of the seed " + seed);
        boolean bad;
        try (FuzzedService service = FuzzedService.start(directory)) {
            Fuzz fuzz = new Fuzz(service, seed, SLOW_MILLIS, System.out);
            if (only.isEmpty()) {
                Result result = fuzz.run(requests);
                System.out.println(result.closing());
                bad = !result.flagged().isEmpty();
            } else {
                bad = fuzz.replay(
                        Stream.of(only.split(",")).map(Integer::valueOf).toList());
            }
        }
        if (bad) {
            System.out.println("The log and the data of the service are still in " + directory);
        } else {
            delete(directory);
        }
        System.exit(bad ? 1 : 0);
    }

    /** Sends the first requests of a seed. An answer may be slow: tests share their processors. */
    static Result run(FuzzedService service, long seed, int requests, PrintStream out) throws Exception {
        return new Fuzz(service, seed, Long.MAX_VALUE, out).run(requests);
    }

    private Result run(int requests) throws Exception {
        // Classes and caches that any use of the service fills are no growth.
        int warmUp = Math.min(WARM_UP, requests / 4);
        long start = System.nanoTime();
        send(0, warmUp);
        Remains before = Remains.of(service);
        send(warmUp, requests);
        for (int number : List.copyOf(slow)) {
            again(number);
        }
        if (service.isAlive()) {
            before.changes().forEach(change -> flag("after " + requests + " requests: " + change));
        } else {
            flag("the service has ended");
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        String closing =
                requests + " requests to " + maker.operations() + " operations with the seed " + seed + " in " + seconds
                        + " s: " + flagged.size() + " flagged; answers by status: " + new TreeMap<>(statuses)
                        + ", of them " + judge.ofEngine()
                        + " errors that an engine gave; " + closedIdle + " idle connections closed; heap "
                        + (before.heap() >> 20) + " MiB before"
                        + (service.isAlive() ? ", " + (Remains.liveHeap(service.pid()) >> 20) + " MiB after" : "");
        return new Result(List.copyOf(flagged), new TreeMap<>(statuses), closing);
    }

    private void send(int from, int to) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS + 1);
        AtomicBoolean done = new AtomicBoolean();
        try {
            AtomicInteger next = new AtomicInteger(from);
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                senders.add(threads.submit(() -> {
                    sendEach(next, to);
                    return null;
                }));
            }
            Future<?> replacing = threads.submit(() -> {
                while (!done.get()) {
                    service.replaceEnded();
                    Thread.sleep(REPLACE_MILLIS);
                }
                return null;
            });
            for (Future<?> sender : senders) {
                sender.get();
            }
            done.set(true);
            replacing.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private void sendEach(AtomicInteger next, int to) throws IOException {
        try (FuzzConnection connection = new FuzzConnection(service.url())) {
            for (int number = next.getAndIncrement();
                    number < to && service.isAlive();
                    number = next.getAndIncrement()) {
                FuzzRequest request = maker.request(number);
                judge(request, connection.send(request), false);
            }
            closedIdle.addAndGet(connection.closedIdle());
        }
    }

    private boolean judge(FuzzRequest request, List<FuzzAnswer> answers, boolean again) {
        boolean good = true;
        for (int i = 0; i < answers.size(); i++) {
            FuzzAnswer answer = answers.get(i);
            Expected expected = request.expected().get(i);
            statuses.merge(answer.status(), 1, Integer::sum);
            Optional<String> fault = judge.fault(expected, answer);
            if (fault.isPresent() && fault.get().startsWith("slow") && !again) {
                // Maybe for want of a processor: it is asked once more when all others have been.
                slow.add(request.number());
            } else if (fault.isPresent()) {
                good = false;
                flag("-Dseed=" + seed + " -Donly=" + request.number() + ": " + fault.get() + " <- " + request.shown());
            }
        }
        boolean closed = !answers.isEmpty() && answers.get(answers.size() - 1).closes();
        if (answers.size() < request.expected().size() && !closed) {
            good = false;
            flag("-Dseed=" + seed + " -Donly=" + request.number() + ": " + answers.size() + " of "
                    + request.expected().size() + " answers <- " + request.shown());
        }
        return good;
    }

    private void again(int number) throws IOException {
        FuzzRequest request = maker.request(number);
        try (FuzzConnection connection = new FuzzConnection(service.url())) {
            judge(request, connection.send(request), true);
        }
    }

    private void flag(String fault) {
        flagged.add(fault);
        out.println(fault);
    }

    /** Sends some requests alone, and shows them with their answers. Returns whether one was flagged. */
    private boolean replay(List<Integer> numbers) throws Exception {
        for (int number : numbers) {
            service.replaceEnded();
            FuzzRequest request = maker.request(number);
            out.println(request.shown() + " in "
                    + IntStream.range(0, request.pieces().size())
                            .mapToObj(i -> request.pieces().get(i).length + " bytes")
                            .toList());
            try (FuzzConnection connection = new FuzzConnection(service.url())) {
                List<FuzzAnswer> answers = connection.send(request);
                answers.forEach(answer -> out.println(answer));
                judge(request, answers, true);
            }
        }
        return !flagged.isEmpty();
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
