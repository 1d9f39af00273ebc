package io.jobledger.engine.process;

import io.jobledger.engine.HealthQuestion;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Describes one start of an engine.
 *
 * @param command the program and its arguments
 * @param directory the working directory: relative paths of a job and the files of a crashed JVM are in it
 * @param stdout gets the standard output; the file of the process before is kept beside it, with {@code .1} added
 * @param stderr the same for the standard error
 * @param baseUrl where the engine's REST API will answer
 * @param ready tells whether the engine can run jobs; it is up from then on
 * @param alive tells, once it is up, whether it still lives
 */
public record EngineLaunch(
        List<String> command,
        Path directory,
        Path stdout,
        Path stderr,
        URI baseUrl,
        HealthQuestion ready,
        HealthQuestion alive) {

    /**
     * A start in the engine's home, with its output in {@code <name>.out} and {@code <name>.err} of the home's log folder.
     */
    public static EngineLaunch in(
            EngineHome home,
            String name,
            List<String> command,
            URI baseUrl,
            HealthQuestion ready,
            HealthQuestion alive) {
        return new EngineLaunch(
                command,
                home.root(),
                home.log().resolve(name + ".out"),
                home.log().resolve(name + ".err"),
                baseUrl,
                ready,
                alive);
    }
}
