package io.jobledger.flink.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an embedded Flink keeps its files: all of them under one folder of the data dir.
 *
 * @param root that folder
 */
public record FlinkDirectories(Path root) {

    public Path conf() {
        return root.resolve("conf");
    }

    /** Nothing else may lie in it: Flink lists and serves every file here. */
    public Path log() {
        return root.resolve("log");
    }

    /** Emptied at every start: a killed Flink leaves about 35 MB in it. */
    public Path tmp() {
        return root.resolve("tmp");
    }

    /** The engine's own copies of jars. Emptied at every start: it is given each jar again before a run. */
    public Path upload() {
        return root.resolve("upload");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path savepoints() {
        return root.resolve("savepoints");
    }

    /** One file per finished job, as Flink's history server reads them. */
    public Path archive() {
        return root.resolve("archive");
    }

    public Path lock() {
        return root.resolve("engine.lock");
    }

    /** Makes what is not there and empties what must not stay. */
    void prepare() throws IOException {
        deleteAll(tmp());
        deleteAll(upload());
        for (Path directory : List.of(conf(), log(), tmp(), upload(), checkpoints(), savepoints(), archive())) {
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
