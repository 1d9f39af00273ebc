package io.jobledger.seatunnel.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an embedded SeaTunnel keeps its files: all of them under one folder of the data dir.
 *
 * @param root that folder
 */
public record SeaTunnelDirectories(Path root) {

    /** Holds what is written anew at every start; the engine takes it for the folder that it is installed in. */
    public Path conf() {
        return root.resolve("conf");
    }

    public Path log() {
        return root.resolve("log");
    }

    /** The changes of jobs' states, a line each, which the engine's logging is set up to write. */
    public Path stateLog() {
        return log().resolve("job-states.log");
    }

    /** Emptied at every start: a killed engine leaves the native libraries of its connectors in it. */
    public Path tmp() {
        return root.resolve("tmp");
    }

    /** A folder per job, with a file per checkpoint. */
    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** What the engine knows of its jobs, so that it still does after a restart. */
    public Path maps() {
        return root.resolve("maps");
    }

    /** Jars of the user's own: connectors, functions, JDBC drivers, and what they need; on the engine's class path from its next start. */
    public Path plugins() {
        return root.resolve("plugins");
    }

    public Path lock() {
        return root.resolve("engine.lock");
    }

    /** Makes what is not there and empties what must not stay. */
    void prepare() throws IOException {
        deleteAll(tmp());
        for (Path directory : List.of(conf(), log(), tmp(), checkpoints(), maps(), plugins())) {
            Files.createDirectories(directory);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        // Walking does not follow links, so nothing outside is deleted.
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
