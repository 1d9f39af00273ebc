package io.jobledger.flink.jars;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Reads the main classes from a jar's manifest, as the engine lists them. */
final class EntryClasses {
    /** Flink's own attribute, which takes precedence over {@code Main-Class}. */
    private static final String PROGRAM_CLASS = "program-class";

    private EntryClasses() {}

    /** Returns the classes; none for a jar without them, or a file that is not a jar. */
    static List<String> of(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                return List.of();
            }
            Attributes attributes = manifest.getMainAttributes();
            String classes = attributes.getValue(PROGRAM_CLASS);
            if (classes == null) {
                classes = attributes.getValue(Attributes.Name.MAIN_CLASS);
            }
            return classes == null
                    ? List.of()
                    : Stream.of(classes.split(","))
                            .map(String::trim)
                            .filter(name -> !name.isEmpty())
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
