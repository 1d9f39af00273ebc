package io.jobledger.flink;

import io.jobledger.engine.SourceJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

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
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.jobledger.jobs.ProbeJob");
        Path file = Files.createTempFile("test-jobs", ".jar");
        file.toFile().deleteOnExit();
        SourceJar.write(SOURCES, LIBRARIES, manifest, file);
        return file;
    }
}
