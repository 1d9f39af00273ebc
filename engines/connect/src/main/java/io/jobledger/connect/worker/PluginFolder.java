package io.jobledger.connect.worker;

import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.data.RecordConverter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds the plugins in one jar, or in one folder of jars, with a class loader of their own. */
final class PluginFolder {

    /** In entries. All classes of a smaller jar are looked at. */
    private static final int LARGE = 500;

    private PluginFolder() {}

    /** Returns the jars that belong to the entry of the plugins' folder; none if it is another file. */
    static List<Path> jars(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return entry.toString().endsWith(".jar") ? List.of(entry) : List.of();
        }
        try (Stream<Path> files = Files.walk(entry)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    static List<Plugin> load(Path entry, List<Path> jars) throws IOException {
        String location = entry.toUri().toString().replace("file:///", "file:/");
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        PluginClassLoader loader = new PluginClassLoader(location, urls.toArray(URL[]::new));
        List<Plugin> plugins = new ArrayList<>();
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry each : (Iterable<JarEntry>) file.stream()::iterator) {
                    String path = each.getName();
                    if (path.endsWith(".class")
                            && !path.startsWith("META-INF/")
                            && (file.size() < LARGE || mentionsTheApi(file, each))) {
                        add(plugins, loader, path.substring(0, path.length() - ".class".length()), location);
                    }
                }
            } catch (IOException | SecurityException e) {
                loader.close();
                throw new IOException(jar + ": " + e.getMessage(), e);
            }
        }
        return plugins;
    }

    /** Keeps the many classes of a plugin's libraries out of our memory. A subclass need not mention the API. */
    private static boolean mentionsTheApi(JarFile file, JarEntry entry) throws IOException {
        try (InputStream content = file.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1).contains("io/openmessaging/");
        }
    }

    private static void add(List<Plugin> plugins, ClassLoader loader, String path, String location) {
        try {
            Class<?> type = Class.forName(path.replace('/', '.'), false, loader);
            String kind = kind(type);
            if (kind != null) {
                plugins.add(new Plugin(type, kind, location));
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // A class for which an optional library lacks is no plugin.
        }
    }

    /** Returns null for a class that is no plugin. */
    private static String kind(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
            return null;
        }
        return SourceConnector.class.isAssignableFrom(type)
                ? "SOURCE"
                : SinkConnector.class.isAssignableFrom(type)
                        ? "SINK"
                        : Transform.class.isAssignableFrom(type)
                                ? "TRANSFORMATION"
                                : RecordConverter.class.isAssignableFrom(type) ? "CONVERTER" : null;
    }
}
