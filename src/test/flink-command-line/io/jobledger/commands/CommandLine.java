package io.jobledger.commands;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.client.cli.CustomCommandLine;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * Runs commands of Flink's command line, one after another: each line of the standard input is a file for what the command
 * prints, and its arguments, separated by tabs. Prints the exit code of each.
 */
public final class CommandLine {
    private CommandLine() {}

    public static void main(String[] args) throws Exception {
        String directory = CliFrontend.getConfigurationDirectoryFromEnv();
        Configuration configuration = GlobalConfiguration.loadConfiguration(directory);
        List<CustomCommandLine> clusters = CliFrontend.loadCustomCommandLines(configuration, directory);
        PrintStream exits = System.out;
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split("\t");
            try (PrintStream output = new PrintStream(new FileOutputStream(command[0]), true)) {
                System.setOut(output);
                System.setErr(output);
                String[] arguments = Arrays.copyOfRange(command, 1, command.length);
                exits.println(new CliFrontend(configuration, clusters).parseAndRun(arguments));
            }
        }
        System.exit(0);
    }
}
