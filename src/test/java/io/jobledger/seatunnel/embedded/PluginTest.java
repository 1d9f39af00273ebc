package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.engine.SourceJar;
import io.jobledger.seatunnel.SeaTunnelService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The jar of {@code src/test/seatunnel-plugin} lies in the plugins folder when the service starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginTest {

    private static final Path SOURCES = Path.of("src/test/seatunnel-plugin");
    private static final Path LIBRARIES = Path.of("target/engines/seatunnel/lib");

    @TempDir
    static Path dataDir;

    private SeaTunnelService service;

    @BeforeAll
    void start() throws IOException {
        Path plugins = Files.createDirectories(dataDir.resolve("seatunnel/plugins"));
        SourceJar.write(SOURCES, LIBRARIES, new Manifest(), plugins.resolve("example.jar"));
        service = SeaTunnelService.start(dataDir, Map.of());
    }

    @AfterAll
    void close() {
        service.close();
    }

    @Test
    void functionIsUsedInSql(@TempDir Path output) throws Exception {
        run("""
                {"plugin_name": "Sql", "source_table_name": "rows", "result_table_name": "result",
                 "query": "select REVERSED(name) as name from rows"}
                """, """
                {"plugin_name": "LocalFile", "source_table_name": ["result"], "path": "%s", "tmp_path": "%s",
                 "file_format_type": "text"}
                """.formatted(output.resolve("out"), output.resolve("tmp")));
        try (Stream<Path> files = Files.walk(output.resolve("out"))) {
            assertThat(files.filter(Files::isRegularFile).flatMap(PluginTest::lines))
                    .containsExactlyInAnyOrder("eno", "owt");
        }
    }

    @Test
    void connectorIsWrittenTo(@TempDir Path output) throws Exception {
        Path file = output.resolve("lines");
        run("", """
                {"plugin_name": "Lines", "source_table_name": ["rows"], "file": "%s"}
                """.formatted(file));
        assertThat(file).hasContent("one\ntwo");
    }

    /** The connector takes only drivers that its own class loader has too. */
    @Test
    void driverIsFoundByConnectorOfOurs() {
        String job = """
                {"env": {"job.mode": "BATCH"},
                 "source": [{"plugin_name": "Jdbc", "result_table_name": "rows", "url": "jdbc:dm://127.0.0.1:1/example",
                             "driver": "example.UnreachableDriver", "user": "example", "password": "example",
                             "query": "select 1"}],
                 "transform": [],
                 "sink": [{"plugin_name": "Console", "source_table_name": ["rows"]}]}
                """;
        assertThat(service.error("POST", "submit-job", job, 400)).contains("The example's database is never there");
    }

    private void run(String transform, String sink) {
        String job = service.submit("""
                {"env": {"job.mode": "BATCH", "job.retry.times": 0, "parallelism": 1},
                 "source": [{"plugin_name": "FakeSource", "result_table_name": "rows",
                             "schema": {"fields": {"name": "string"}},
                             "rows": [{"kind": "INSERT", "fields": ["one"]}, {"kind": "INSERT", "fields": ["two"]}]}],
                 "transform": [%s],
                 "sink": [%s]}
                """.formatted(transform, sink));
        service.awaitState(job, "FINISHED");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
