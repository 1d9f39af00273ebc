package io.jobledger.engine.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of an engine: this service's Java, the wrapper, then the engine's own main class. */
public final class WrappedJava {

    private static final String WRAPPER = "io.jobledger.wrapper.EngineWrapper";

    private WrappedJava() {}

    /**
     * @param directories where the wrapper and the engine's libraries are found
     * @param engine the engine's folder there
     * @param options for the JVM
     * @param lock the file that the wrapper locks while the engine lives
     * @param mainAndArguments the engine's main class and what it is given
     */
    public static List<String> command(
            ServiceDirectories directories,
            String engine,
            List<String> options,
            Path lock,
            List<String> mainAndArguments)
            throws EngineLaunchException {
        return command(directories, engine, "", options, lock, mainAndArguments);
    }

    /** As the other, with the jars of a further folder behind the engine's own. */
    public static List<String> command(
            ServiceDirectories directories,
            String engine,
            Path furtherLibraries,
            List<String> options,
            Path lock,
            List<String> mainAndArguments)
            throws EngineLaunchException {
        String further = File.pathSeparator + furtherLibraries.resolve("*");
        return command(directories, engine, further, options, lock, mainAndArguments);
    }

    private static List<String> command(
            ServiceDirectories directories,
            String engine,
            String further,
            List<String> options,
            Path lock,
            List<String> mainAndArguments)
            throws EngineLaunchException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(directories.libraries("wrapper") + File.pathSeparator + directories.libraries(engine) + further);
        command.add(WRAPPER);
        command.add(lock.toString());
        command.addAll(mainAndArguments);
        return List.copyOf(command);
    }
}
