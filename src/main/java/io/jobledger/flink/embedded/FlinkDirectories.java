package io.jobledger.flink.embedded;

import io.jobledger.engine.process.EngineHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Names the directories of an embedded Flink.
 *
 * @param home their root; its {@code log} must hold nothing else, as Flink lists and serves every file there
 */
public record FlinkDirectories(EngineHome home) {

    /** Returns the directory of the engine's jar copies. Each start empties it; a run uploads its jar again. */
    Path upload() {
        return home.root().resolve("upload");
    }

    Path checkpoints() {
        return home.root().resolve("checkpoints");
    }

    /** Returns the folder of savepoints whose clients name no other. */
    public Path savepoints() {
        return home.root().resolve("savepoints");
    }

    /** Returns the archive directory, with one file per ended job, as Flink's history server reads them. */
    public Path archive() {
        return home.root().resolve("archive");
    }

    /** Returns the file of the settings. */
    Path config() {
        return home.conf().resolve("config.yaml");
    }

    /** Returns the engine's log. */
    Path logFile() {
        return home.log().resolve("flink.log");
    }

    void prepare() throws IOException {
        home.prepare(List.of(checkpoints(), savepoints(), archive()), List.of(upload()), List.of(config(), logFile()));
    }
}
