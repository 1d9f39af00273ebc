package io.jobledger.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Archives of so many jobs, taken in by a HistoryServer, and by the service on each database: how fast, what it takes of
 * the disk, how long a restart takes, and how fast jobs are answered for that no cache has.
 */
final class Backfill {
    private static final int CLIENTS = 32;
    private static final int WARM_UP_JOBS = 1000;
    private static final double WARM_UP_SECONDS = 8;
    private static final double KB = 1024;

    private final Table table;
    private final Set<String> steps;
    private final int rounds;
    private final int jobs;
    private final Path directory;
    private final Path archives;

    Backfill(Table table, Set<String> steps, int rounds, int jobs, Path directory) {
        this.table = table;
        this.steps = steps;
        this.rounds = rounds;
        this.jobs = jobs;
        this.directory = directory;
        this.archives = directory.resolve("archives");
    }

    /**
     * What the HistoryServer took.
     *
     * @param fetched seconds from when it listened until the jobs were listed
     * @param listed seconds from its start until then; it starts over whenever it is restarted
     */
    private record Peer(double fetched, double listed, Footprint footprint) {}

    void run() throws Exception {
        Archives.write(archives, 0, jobs);
        try (HistoryServer history = HistoryServer.start(directory.resolve("historyserver"), archives);
                Database h2 = Database.h2(directory.resolve("h2"));
                Database postgres = Database.postgres(directory.resolve("postgres"))) {
            double listed = history.untilListed(jobs);
            Peer peer = new Peer(listed - history.listening(), listed, Footprint.of(history.files()));
            takeIn(h2, 10, peer);
            takeIn(postgres, 5, peer);
            for (Database database : List.of(h2, postgres)) {
                if (steps.contains("restart")) {
                    restart(table, database, jobs, peer.listed);
                }
                if (steps.contains("size")) {
                    size(table, database, jobs, peer.footprint);
                }
                if (steps.contains("random")) {
                    atRandom(database, history.url());
                }
            }
        }
    }

    private void takeIn(Database database, double times, Peer peer) throws Exception {
        try (PackagedService service = database.service()) {
            Import taken = Import.run(service, archives, jobs);
            if (steps.contains("backfill")) {
                String of = of(jobs, database);
                table.atLeast("backfill" + of, "jobs/s", jobs / taken.done(), jobs / peer.fetched, times);
                table.atMost("first visible" + of, "s", taken.firstVisible(), peer.fetched, 1);
            }
        }
    }

    /** Restarts the service, with so many jobs on record: plainly, and with an archive of its classes. */
    static void restart(Table table, Database database, int jobs, double peer) throws Exception {
        table.note("restart to ready" + of(jobs, database), "s", untilReady(database, jobs), peer);
        Path classes = database.home().resolve("jobledger.jsa").toAbsolutePath();
        untilReady(database, jobs, "-XX:ArchiveClassesAtExit=" + classes);
        double ready = untilReady(database, jobs, "-XX:SharedArchiveFile=" + classes);
        table.atMost("the same with classes archived" + of(jobs, database), "s", ready, peer, 3);
    }

    private static double untilReady(Database database, int jobs, String... jvmOptions) throws Exception {
        try (PackagedService service = database.service(jvmOptions)) {
            return service.await(() -> service.answers("/jobs/" + Archives.id(jobs - 1)));
        }
    }

    /** @param peer what the HistoryServer takes of the disk for as many jobs, null if that is not known */
    static void size(Table table, Database database, int jobs, Footprint peer) throws Exception {
        Footprint compacted = database.compacted();
        double peerBytes = peer == null ? Double.NaN : peer.bytes();
        double peerFiles = peer == null ? Double.NaN : peer.inodes();
        String of = of(jobs, database);
        table.atMost("on disk per job" + of, "KB", compacted.bytes() / KB / jobs, peerBytes / KB / jobs, 12);
        table.note("files" + of, "", compacted.inodes(), peerFiles);
    }

    /**
     * Every job once, by a service that keeps no answers, else what warms it up would be read once, and then be something
     * else; the jobs that warm it up are others.
     */
    private void atRandom(Database database, URI history) throws Exception {
        List<String> paths = new ArrayList<>();
        Archives.ids(0, jobs).forEach(id -> paths.add("/jobs/" + id));
        Collections.shuffle(paths, new Random(jobs));
        int warmUp = Math.min(WARM_UP_JOBS, jobs / 10);
        List<String> warming = paths.subList(0, warmUp);
        List<String> others = paths.subList(warmUp, jobs);
        warm(history, warming);
        List<Double> peer = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (PackagedService service = database.service("-jobledger.document-cache=0")) {
                warm(service.url(), warming);
                peer.add(Load.each(history, others, CLIENTS).perSecond());
                ours.add(Load.each(service.url(), others, CLIENTS).perSecond());
            }
        }
        table.atLeast("random, uncached" + of(jobs, database), "req/s", Median.of(ours), Median.of(peer), 1);
    }

    private static void warm(URI server, List<String> paths) throws IOException {
        Clock clock = new Clock();
        while (clock.seconds() < WARM_UP_SECONDS) {
            Load.each(server, paths, CLIENTS);
        }
    }

    private static String of(int jobs, Database database) {
        return String.format(Locale.ROOT, ", %,d jobs, %s", jobs, database.name());
    }
}
