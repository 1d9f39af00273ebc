package io.jobledger.flink;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The jar of the jobs in {@code src/test/flink-jobs}: compiled against the embedded engine's own libraries, which are not
 * on the tests' class path.
 */
public final class TestJobs {
    private static final Path SOURCES = Path.of("src/test/flink-jobs");
    private static final Path LIBRARIES = Path.of("target/engines/flink/lib");
    private static Path jar;

    private TestJobs() {}

    /** The jar, made once for all tests; its main class is the probe job. */
    public static synchronized Path jar() {
        if (jar == null) {
            try {
                jar = build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jar;
    }

    /** A serialised job graph, written by a process that has the engine's libraries; it needs no jar. */
    public static Path graph() {
        try {
            Path file = Files.createTempFile("test-job", ".graph");
            file.toFile().deleteOnExit();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-opens=java.base/java.util=ALL-UNNAMED",
                            "-Dlog.file=" + file + ".log",
                            "-cp",
                            jar() + ":" + LIBRARIES + "/*",
                            "io.jobledger.jobs.GraphFile",
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("No job graph: " + output);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path build() throws IOException {
        Path classes = Files.createTempDirectory("test-jobs");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> libraries = Files.list(LIBRARIES);
                Stream<Path> sources = Files.walk(SOURCES);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String classPath = libraries.map(Path::toString).collect(Collectors.joining(":"));
            List<Path> units =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-cp", classPath, "--release", "17"),
                            null,
                            files.getJavaFileObjectsFromPaths(units))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("The test jobs do not compile");
            }
        }
        return pack(classes);
    }

    private static Path pack(Path classes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.jobledger.jobs.ProbeJob");
        Path file = classes.resolveSibling(classes.getFileName() + ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream packed = new JarOutputStream(out, manifest);
                Stream<Path> found = Files.walk(classes)) {
            for (Path compiled : found.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(compiled).toString()));
                Files.copy(compiled, packed);
            }
        }
        file.toFile().deleteOnExit();
        return file;
    }
}
