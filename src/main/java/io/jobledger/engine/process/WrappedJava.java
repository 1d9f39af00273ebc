package io.jobledger.engine.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes the command line of an engine: this service's Java, the wrapper, the engine's main class. */
public final class WrappedJava {

    private static final String WRAPPER = "io.jobledger.wrapper.EngineWrapper";

    private WrappedJava() {}

    /**
     * Makes the command.
     *
     * @param directories hold the wrapper and the engine's libraries
     * @param engine the engine's folder there
     * @param further a class path to add behind the engine's own; empty for none
     * @param home has the lock that the wrapper holds, and the {@code tmp} that the engine uses
     * @param options for the JVM
     * @param userOptions a user's options for the JVM, separated by spaces; they come last, so they win
     * @param mainAndArguments the engine's main class and its arguments
     * @throws EngineLaunchException if the build did not make the engine
     */
    public static List<String> command(
            ServiceDirectories directories,
            String engine,
            String further,
            EngineHome home,
            List<String> options,
            String userOptions,
            List<String> mainAndArguments)
            throws EngineLaunchException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Djava.io.tmpdir=" + home.tmp());
        Stream.of(userOptions.split("\\s+")).filter(option -> !option.isEmpty()).forEach(command::add);
        command.add("-cp");
        command.add(directories.libraries("wrapper")
                + File.pathSeparator
                + directories.libraries(engine)
                + (further.isEmpty() ? "" : File.pathSeparator + further));
        command.add(WRAPPER);
        command.add(home.lock().toString());
        command.addAll(mainAndArguments);
        return List.copyOf(command);
    }
}
