package io.jobledger.bench;

/** What a benchmark is told by system properties. */
final class Settings {
    private Settings() {}

    /** What is not set may be there, and empty, or the build's name for it. */
    static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() || value.startsWith("${") ? otherwise : value;
    }
}
