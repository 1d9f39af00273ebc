package io.jobledger.connect.worker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * Holds the worker's settings.
 *
 * @param httpPort where the worker answers, on the loopback interface
 * @param nameServerPort where the name server listens, on the loopback interface
 * @param brokerPort where the broker listens, on the loopback interface; another if it is in use
 * @param store the folder of the messages, configs and positions
 * @param plugins the folder of the plugins
 * @param log the folder of RocketMQ's log
 * @param restartLimit how often a failed task is started again before it stays FAILED
 * @param restartDelay the wait before the first restart; it doubles with each one
 * @param callLimit how long a plugin may take to be made, validated, started or stopped
 */
record Settings(
        int httpPort,
        int nameServerPort,
        int brokerPort,
        Path store,
        Path plugins,
        Path log,
        int restartLimit,
        Duration restartDelay,
        Duration callLimit) {

    static Settings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Settings(
                number(properties, "http.port", "8082"),
                number(properties, "namesrv.port", "9876"),
                number(properties, "broker.port", "10911"),
                folder(properties, "store"),
                folder(properties, "plugins"),
                folder(properties, "log"),
                number(properties, "task.restart.limit", "5"),
                Duration.ofMillis(number(properties, "task.restart.delay-ms", "1000")),
                Duration.ofMillis(number(properties, "plugin.call.limit-ms", "10000")));
    }

    private static int number(Properties properties, String name, String byDefault) {
        return Integer.parseInt(properties.getProperty(name, byDefault).trim());
    }

    private static Path folder(Properties properties, String name) throws IOException {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IOException("The settings lack " + name);
        }
        return Files.createDirectories(Path.of(value).toAbsolutePath());
    }
}
