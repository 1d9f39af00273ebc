package io.jobledger.engine.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names the folder of the data dir in which an embedded engine keeps its files.
 *
 * @param root that folder
 */
public record EngineHome(Path root) {

    /** Returns the folder of the settings, written anew at every start. */
    public Path conf() {
        return root.resolve("conf");
    }

    public Path log() {
        return root.resolve("log");
    }

    /** Returns a folder that every start empties. A killed engine leaves files in it, a Flink about 35 MB. */
    public Path tmp() {
        return root.resolve("tmp");
    }

    /** Returns the file that the engine's process locks while it lives. */
    public Path lock() {
        return root.resolve("engine.lock");
    }

    /**
     * Makes the folders above and the given ones. Empties {@link #tmp} and {@code emptied}.
     *
     * @param files the files that the engine and its start write
     */
    public void prepare(List<Path> kept, List<Path> emptied, List<Path> files) throws IOException {
        for (Path directory : Stream.concat(Stream.of(tmp()), emptied.stream()).toList()) {
            OwnPlace.emptyFolder(directory);
        }
        for (Path directory :
                Stream.concat(Stream.of(conf(), log()), kept.stream()).toList()) {
            OwnPlace.folder(directory);
        }
        for (Path file : files) {
            OwnPlace.file(file);
        }
    }
}
