package io.jobledger.seatunnel.embedded;

import io.jobledger.engine.process.EngineHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Names the folders of an embedded SeaTunnel.
 *
 * @param home their root; the engine takes its {@code conf} for the folder that it is installed in
 */
public record SeaTunnelDirectories(EngineHome home) {

    /** Returns the file to which the engine logs changes of jobs' states, a line each. */
    public Path stateLog() {
        return home.log().resolve("job-states.log");
    }

    /** Returns the checkpoint storage: a folder per job, with a file per checkpoint. */
    public Path checkpoints() {
        return home.root().resolve("checkpoints");
    }

    /** Returns the folder of the engine's own records of its jobs, which it reads after a restart. */
    Path maps() {
        return home.root().resolve("maps");
    }

    /**
     * Returns the folder of the user's jars: connectors, functions, JDBC drivers, and their libraries. They are on the
     * engine's class path from its next start.
     */
    Path plugins() {
        return home.root().resolve("plugins");
    }

    /** Returns the file of the engine's own settings. */
    Path seatunnelYaml() {
        return home.conf().resolve("seatunnel.yaml");
    }

    /** Returns the file of the settings of its Hazelcast. */
    Path hazelcastYaml() {
        return home.conf().resolve("hazelcast.yaml");
    }

    /** Returns the engine's log. */
    Path logFile() {
        return home.log().resolve("seatunnel.log");
    }

    void prepare() throws IOException {
        home.prepare(
                List.of(checkpoints(), maps(), plugins()),
                List.of(),
                List.of(seatunnelYaml(), hazelcastYaml(), logFile(), stateLog()));
    }
}
