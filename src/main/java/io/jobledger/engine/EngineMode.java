package io.jobledger.engine;

import java.util.Locale;

/** How the service comes by an engine. */
public enum EngineMode {
    /** The service runs one as a child process. */
    EMBEDDED,
    /** A cluster that runs anyway, at a URL. */
    REMOTE,
    /** Not at all; only what was recorded is served. */
    OFF;

    /**
     * Reads the value of a knob. Also {@code false} means off: that is what YAML makes of an {@code off} without quotes.
     *
     * @param knob the knob's name, for the message
     * @throws IllegalArgumentException if the value is none of them
     */
    public static EngineMode parse(String knob, String value) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "embedded" -> EMBEDDED;
            case "remote" -> REMOTE;
            case "off", "false" -> OFF;
            default ->
                throw new IllegalArgumentException(knob + " must be embedded, remote or off, but is \"" + value + "\"");
        };
    }
}
