package io.jobledger.engine.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Describes one start of an engine.
 *
 * @param command the program and its arguments
 * @param directory the working directory: relative paths of a job and the files of a crashed JVM are in it
 * @param stdout gets the standard output; the file of the process before is kept beside it, with {@code .1} added
 * @param stderr the same for the standard error
 * @param baseUrl the base URL of the engine's REST API
 * @param probe the URL that tells whether the engine is well
 * @param health the engine's version if the body of a 200 to {@code probe} says that it can run jobs, else empty
 */
public record EngineLaunch(
        List<String> command,
        Path directory,
        Path stdout,
        Path stderr,
        URI baseUrl,
        URI probe,
        Function<String, Optional<String>> health) {

    /**
     * Returns a start in the engine's home. Its output goes to {@code <name>.out} and {@code .err} in {@code log}.
     *
     * @param probe below {@code baseUrl}
     */
    public static EngineLaunch in(
            EngineHome home,
            String name,
            List<String> command,
            URI baseUrl,
            String probe,
            Function<String, Optional<String>> health) {
        return new EngineLaunch(
                command,
                home.root(),
                home.log().resolve(name + ".out"),
                home.log().resolve(name + ".err"),
                baseUrl,
                URI.create(baseUrl + probe),
                health);
    }
}
