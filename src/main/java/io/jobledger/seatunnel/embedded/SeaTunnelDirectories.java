package io.jobledger.seatunnel.embedded;

import io.jobledger.engine.process.EngineHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders of an embedded SeaTunnel.
 *
 * @param home their root; the engine takes its {@code conf} for the folder that it is installed in
 */
public record SeaTunnelDirectories(EngineHome home) {

    /** The changes of jobs' states, a line each, which the engine's logging is set up to write. */
    public Path stateLog() {
        return home.log().resolve("job-states.log");
    }

    /** A folder per job, with a file per checkpoint. */
    public Path checkpoints() {
        return home.root().resolve("checkpoints");
    }

    /** The engine's own records of its jobs: it reads them after a restart. */
    Path maps() {
        return home.root().resolve("maps");
    }

    /**
     * Jars of the user's own: connectors, functions, JDBC drivers, and their libraries. The engine has them on its class
     * path from its next start.
     */
    Path plugins() {
        return home.root().resolve("plugins");
    }

    void prepare() throws IOException {
        home.prepare(List.of(checkpoints(), maps(), plugins()), List.of());
    }
}
