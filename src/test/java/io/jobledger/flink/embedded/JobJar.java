package io.jobledger.flink.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Jars that behave badly. */
final class JobJar {

    private JobJar() {}

    /** A jar with this one class, which is its main class. */
    static Path of(Path directory, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        Path jar = directory.resolve(main.getSimpleName() + ".jar");
        String entry = main.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream bytes = main.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
        return jar;
    }

    /** Ends the JVM as a shell command's main would. */
    public static final class Exits {
        public static void main(String[] args) {
            System.exit(7);
        }
    }

    /** Gets around what catches the exit, so that Flink's JVM begins to shut down from inside a request. */
    public static final class Insists {
        @SuppressWarnings("removal")
        public static void main(String[] args) {
            System.setSecurityManager(null);
            System.exit(7);
        }
    }
}
