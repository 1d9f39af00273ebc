package io.jobledger.connect.worker;

import java.util.Locale;

/**
 * Describes one class that configs may name.
 *
 * @param type the class
 * @param kind SOURCE, SINK, TRANSFORMATION or CONVERTER
 * @param location the jar's or the folder's URL
 */
record Plugin(Class<?> type, String kind, String location) {

    boolean isConnector() {
        return kind.equals("SOURCE") || kind.equals("SINK");
    }

    String name() {
        return type.getName();
    }

    /** Returns the words of the runtime of 2024. */
    @Override
    public String toString() {
        String small = kind.toLowerCase(Locale.ROOT);
        return "PluginWrapper{klass=" + type + ", name='" + name() + "', type=" + small + ", typeName='" + small
                + "', location='" + location + "', version='undefined', encodedVersion=undefined, classLoader="
                + type.getClassLoader() + "}";
    }
}
