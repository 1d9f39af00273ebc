package io.jobledger.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar of sources that need an engine's libraries, which are not on the tests' class path. */
public final class SourceJar {

    private SourceJar() {}

    /**
     * Compiles and packs them.
     *
     * @param sources a folder; what is no source goes into the jar as it is
     * @param libraries a folder of jars
     * @param jar the file to be written
     */
    public static void write(Path sources, Path libraries, Manifest manifest, Path jar) throws IOException {
        Path classes = Files.createTempDirectory("test-classes");
        compile(sources, libraries, classes);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest)) {
            for (Path folder : List.of(classes, sources)) {
                for (Path file : filesBelow(folder)) {
                    if (!isSource(file)) {
                        packed.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                        Files.copy(file, packed);
                    }
                }
            }
        }
    }

    private static void compile(Path sources, Path libraries, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String classPath =
                    filesBelow(libraries).stream().map(Path::toString).collect(Collectors.joining(":"));
            List<Path> units =
                    filesBelow(sources).stream().filter(SourceJar::isSource).toList();
            // Without -proc:none, annotation processors among the libraries would run.
            List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "--release", "17", "-proc:none");
            boolean compiled = compiler.getTask(
                            null, files, null, options, null, files.getJavaFileObjectsFromPaths(units))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(sources + " does not compile");
            }
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java");
    }
}
