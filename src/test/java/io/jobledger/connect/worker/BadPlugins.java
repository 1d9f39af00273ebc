package io.jobledger.connect.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes a jar with a source that fails, or blocks, where its config says. */
public final class BadPlugins {
    private static final String SOURCE = """
            package bad;
            import io.openmessaging.KeyValue;
            import io.openmessaging.connector.api.component.task.Task;
            import io.openmessaging.connector.api.component.task.source.*;
            import io.openmessaging.connector.api.data.ConnectRecord;
            import java.util.List;
            public class BadSource extends SourceConnector {
                private KeyValue config;
                static void fail(KeyValue config, String where) {
                    if (where.equals(config.getString("fails"))) throw new IllegalStateException("bad " + where);
                    while (where.equals(config.getString("blocks"))) {
                        try { Thread.sleep(1000); } catch (InterruptedException e) { }
                    }
                }
                public void validate(KeyValue config) { fail(config, "validate"); }
                public void start(KeyValue config) { this.config = config; fail(config, "start"); }
                public void stop() { fail(config, "stop"); }
                public List<KeyValue> taskConfigs(int most) { return List.of(config); }
                public Class<? extends Task> taskClass() { return BadTask.class; }
                public static class BadTask extends SourceTask {
                    private KeyValue config;
                    public void start(KeyValue config) { this.config = config; }
                    public void stop() { fail(config, "task-stop"); }
                    public List<ConnectRecord> poll() { fail(config, "poll"); return null; }
                }
                public static class Constructed extends BadSource {
                    public Constructed() { throw new IllegalStateException("bad constructor"); }
                }
            }
            """;

    private BadPlugins() {}

    /** @param work a folder for what is compiled */
    public static void writeJar(Path jar, Path work) throws IOException {
        Path source = Files.createDirectories(work.resolve("bad")).resolve("BadSource.java");
        Files.writeString(source, SOURCE);
        String classPath;
        try (Stream<Path> libraries = Files.list(Path.of("target/engines/connect/lib"))) {
            classPath = String.join(
                    ":",
                    libraries
                            .map(Path::toString)
                            .filter(name -> name.contains("openmessaging"))
                            .toList());
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath, "-d", work.toString(), source.toString());
        if (status != 0) {
            throw new IOException("The plugin does not compile");
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(file);
                Stream<Path> classes = Files.list(work.resolve("bad"))) {
            for (Path each :
                    classes.filter(one -> one.toString().endsWith(".class")).toList()) {
                content.putNextEntry(new JarEntry("bad/" + each.getFileName()));
                content.write(Files.readAllBytes(each));
            }
        }
    }
}
