package io.jobledger.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state of a service between two runs of requests: its heap, its files and its jobs. */
final class Remains {
    /** The document cache, the caches of the database, and what they leave to the collector, are far below. */
    private static final long HEAP_GROWTH = 48L << 20;

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long INTERVAL_MILLIS = 200;

    private final FuzzedService service;
    private final long heap;
    private final Set<String> files;
    private final Map<String, String> recorded;

    private Remains(FuzzedService service) throws Exception {
        this.service = service;
        this.heap = liveHeap(service.pid());
        this.files = files();
        this.recorded = service.recorded();
    }

    static Remains of(FuzzedService service) throws Exception {
        return new Remains(service);
    }

    long heap() {
        return heap;
    }

    /** Returns what has become different, though nothing should have. */
    List<String> changes() throws Exception {
        List<String> changes = new ArrayList<>();
        Set<String> left = new TreeSet<>();
        comesTrue(() -> {
            left.clear();
            left.addAll(files());
            left.removeAll(files);
            return left.isEmpty();
        });
        if (!left.isEmpty()) {
            changes.add(
                    left.size() + " files left over: " + left.stream().limit(5).toList());
        }
        Map<String, String> now = service.recorded();
        recorded.forEach((target, before) -> {
            if (!before.equals(now.get(target))) {
                changes.add("changed: " + target + ": was " + before + ", is " + now.get(target));
            }
        });
        long[] after = new long[1];
        if (!comesTrue(() -> (after[0] = liveHeap(service.pid())) - heap < HEAP_GROWTH)) {
            changes.add("the heap has grown from " + (heap >> 20) + " to " + (after[0] >> 20) + " MiB");
        }
        return changes;
    }

    private static boolean comesTrue(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(INTERVAL_MILLIS);
        }
        return true;
    }

    /** Uploads on their way, temporary files, and what lies in the data directory itself. */
    private Set<String> files() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path directory :
                List.of(service.dataDir().resolve("jars/incoming"), service.temporary(), service.dataDir())) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    found.addAll(files.map(Path::toString).collect(Collectors.toSet()));
                }
            }
        }
        return found;
    }

    /** Bytes of all objects that are reachable: the histogram is taken after a full collection. */
    static long liveHeap(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        jcmd.waitFor();
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) {
            throw new IOException("No histogram: " + output);
        }
        return Long.parseLong(total.group(1));
    }
}
