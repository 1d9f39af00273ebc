package io.jobledger.engine;

import java.util.Locale;

/** Says how the service gets an engine. */
public enum EngineMode {
    /** The service runs one as a child process. */
    EMBEDDED,
    /** The service uses a cluster at a URL, which it does not run. */
    REMOTE,
    /** The service has no engine, and serves only its recorded jobs. */
    OFF;

    /**
     * Reads the value of a setting. {@code false} also means off, because YAML reads an unquoted {@code off} so.
     *
     * @param knob the setting's name, for the message
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
