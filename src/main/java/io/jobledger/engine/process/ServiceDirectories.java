package io.jobledger.engine.process;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Names the directories of the service's data and of its engines.
 *
 * @param dataDir {@code jobledger.data-dir}: the service and its embedded engines write all files in it. It is made if
 *     absent. One service at a time uses it.
 * @param enginesDir {@code jobledger.engines-dir}: holds a folder per embedded engine, with its libraries in
 *     {@code lib/}. By default the folder {@code engines} beside the service's jar or classes.
 */
@ConfigurationProperties("jobledger")
public record ServiceDirectories(
        @Bindable(defaultValue = "./data") Path dataDir,
        @Nullable Path enginesDir) {

    public ServiceDirectories {
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /** Returns the folder in the data dir that belongs to one engine. */
    public Path data(String engine) {
        return dataDir.resolve(engine);
    }

    /**
     * Returns a class path of all jars of an engine, in the wildcard form that the {@code java} command expands.
     *
     * @throws EngineLaunchException if the build did not put the jars there
     */
    public String libraries(String engine) throws EngineLaunchException {
        Path engines = engines();
        Path lib = engines.resolve(engine).resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new EngineLaunchException("No engine \"" + engine + "\" in " + engines + " (looked for " + lib
                    + "). Set jobledger.engines-dir to the folder \"engines\" that the build makes under target/.");
        }
        return lib.resolve("*").toString();
    }

    private Path engines() throws EngineLaunchException {
        if (enginesDir != null) {
            return enginesDir.toAbsolutePath().normalize();
        }
        CodeSource source = ServiceDirectories.class.getProtectionDomain().getCodeSource();
        try {
            if (source != null) {
                return Path.of(source.getLocation().toURI()).toRealPath().resolveSibling("engines");
            }
        } catch (URISyntaxException | IOException | IllegalArgumentException e) {
            // Not a file: there is no "beside".
        }
        throw new EngineLaunchException("The service's code lies in no file. Set jobledger.engines-dir.");
    }
}
