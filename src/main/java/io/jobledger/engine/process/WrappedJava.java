package io.jobledger.engine.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line of an engine: this service's Java, the wrapper, then the engine's own main class. */
public final class WrappedJava {

    private static final String WRAPPER = "io.jobledger.wrapper.EngineWrapper";

    private WrappedJava() {}

    /**
     * Makes the command.
     *
     * @param directories where the wrapper and the engine's libraries are found
     * @param engine the engine's folder there
     * @param further a class path to add behind the engine's own; empty for none
     * @param home whose lock the wrapper holds while the engine lives, and whose {@code tmp} the engine uses
     * @param options for the JVM
     * @param userOptions more of them, separated by spaces, as a user configures them; they come last, so they win
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
