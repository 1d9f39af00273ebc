package io.jobledger.connect.embedded;

import io.jobledger.engine.process.EngineHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Names the folders of an embedded worker.
 *
 * @param home their root
 */
record ConnectDirectories(EngineHome home) {

    /** Returns the folder of the broker's messages and of the connectors' positions. */
    Path store() {
        return home.root().resolve("store");
    }

    /** Returns the folder of the user's plugins: jars, or folders of jars. */
    Path plugins() {
        return home.root().resolve("plugins");
    }

    /** Returns the file of the worker's settings. */
    Path settings() {
        return home.conf().resolve("connect.properties");
    }

    void prepare() throws IOException {
        home.prepare(List.of(store(), plugins()), List.of(), List.of(settings()));
    }
}
