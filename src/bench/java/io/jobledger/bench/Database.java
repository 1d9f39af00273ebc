package io.jobledger.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where a service keeps its ledger; empty at first. */
interface Database extends AutoCloseable {
    String name();

    /** The service's directory. */
    Path home();

    /** What the service is to be told of it. */
    List<String> settings();

    /** What it takes of the disk after compaction. To be called while no service uses it. */
    Footprint compacted() throws Exception;

    @Override
    void close() throws Exception;

    static Database h2(Path home) {
        return new H2(home);
    }

    static Database postgres(Path home) throws Exception {
        return new Postgres(home);
    }

    /** Starts a service on it, without any engine, and with some settings of its own, or options of the JVM. */
    default PackagedService service(String... own) throws Exception {
        return PackagedService.startWithoutEngine(
                home(), Stream.concat(settings().stream(), Stream.of(own)).toList());
    }
}
