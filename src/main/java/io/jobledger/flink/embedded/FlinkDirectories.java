package io.jobledger.flink.embedded;

import io.jobledger.engine.process.EngineHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders of an embedded Flink.
 *
 * @param home their root; nothing else may lie in its {@code log}, as Flink lists and serves every file there
 */
public record FlinkDirectories(EngineHome home) {

    /** The engine's own copies of jars. Emptied at every start: it is given each jar again before a run. */
    Path upload() {
        return home.root().resolve("upload");
    }

    Path checkpoints() {
        return home.root().resolve("checkpoints");
    }

    Path savepoints() {
        return home.root().resolve("savepoints");
    }

    /** One file per finished job, as Flink's history server reads them. */
    public Path archive() {
        return home.root().resolve("archive");
    }

    void prepare() throws IOException {
        home.prepare(List.of(checkpoints(), savepoints(), archive()), List.of(upload()));
    }
}
