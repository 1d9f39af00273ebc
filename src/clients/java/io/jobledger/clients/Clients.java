package io.jobledger.clients;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobledger.flink.TestJobs;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.awaitility.Awaitility;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/**
 * Generates clients in several languages, and runs a program with each against real engines. A second run goes through a
 * proxy that adds fields to the answers.
 */
public final class Clients {
    private static final Path SOURCES = Path.of("src/clients");
    private static final Path DOCUMENT = Path.of("docs/clients.md");
    private static final String BEGIN = "<!-- clients: begin -->\n";
    private static final String END = "<!-- clients: end -->";
    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> CONTRACTS = List.of("flink", "seatunnel", "history");

    private final Path work;
    private final Set<String> skipped =
            Set.of(System.getProperty("clients.skip", "").split(","));
    private final List<String> failed = new ArrayList<>();
    private final StringBuilder table = new StringBuilder("""
            | language | generator | service | service that adds fields |
            | --- | --- | --- | --- |
            """);

    private Clients(Path work) {
        this.work = work;
    }

    /** Runs everything. Exits with 1 if a client or a lint fails. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of("target/clients").toAbsolutePath();
        Clients clients = new Clients(work);
        clients.lint();
        clients.run();
        System.out.println(clients.table);
        clients.failed.forEach(failure -> System.out.println("FAILED: " + failure));
        System.exit(clients.failed.isEmpty() ? 0 : 1);
    }

    private void lint() throws Exception {
        if (!skipped.contains("lint")) {
            execute("lint", List.of("sh", SOURCES.resolve("lint/run.sh").toString()));
        }
    }

    private void run() throws Exception {
        Path data = work.resolve("service");
        FileUtils.deleteDirectory(data.toFile());
        Files.createDirectories(data.resolve("tmp"));
        try (ServiceProcess service = ServiceLaunch.light()
                        .with("-Djava.io.tmpdir=" + data.resolve("tmp"), "-jobledger.flink.slots=8")
                        .start(data.resolve("data"), data.resolve("service.log"));
                AddingProxy proxy = AddingProxy.start(service.url())) {
            awaitEngines(service.url());
            for (Language language : Language.values()) {
                run(language, service.url(), proxy.url());
            }
            if (proxy.added() == 0) {
                failed.add("the proxy: it added no field");
            }
        }
        String text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        Files.writeString(DOCUMENT, text.substring(0, begin) + table + text.substring(text.indexOf(END)));
    }

    private void run(Language language, URI service, URI proxy) throws Exception {
        String row = "| " + language.title() + " | `" + language.generator() + "` " + version(language);
        if (skipped.contains(language.directory())) {
            table.append(earlierRow(row)).append('\n');
            return;
        }
        Path clients = work.resolve(language.directory());
        FileUtils.deleteDirectory(clients.toFile());
        Files.createDirectories(clients);
        for (String contract : language.generatesItself() ? List.<String>of() : CONTRACTS) {
            generate(language, contract, clients.resolve(contract));
        }
        Files.copy(TestJobs.jar(), clients.resolve("job.jar"), StandardCopyOption.REPLACE_EXISTING);
        String plain = outcome(language, clients, service);
        String adding = outcome(language, clients, proxy);
        table.append(row + " | " + plain + " | " + adding + " |\n");
    }

    /** The row that an earlier run wrote for this version of the generator, so that a skipped language keeps its result. */
    private static String earlierRow(String row) throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith(row + " |"))
                .findFirst()
                .orElse(row + " | skipped | skipped |");
    }

    private static String version(Language language) throws IOException {
        if (!language.generatesItself()) {
            return CodegenConfigurator.class.getPackage().getImplementationVersion();
        }
        Path pinned = SOURCES.resolve(language.directory()).resolve("package.json");
        return new ObjectMapper()
                .readTree(pinned.toFile())
                .at("/devDependencies")
                .get(language.generator())
                .asText();
    }

    private String outcome(Language language, Path clients, URI url) throws Exception {
        String script = SOURCES.resolve(language.directory()).resolve("run.sh").toString();
        boolean passed =
                execute(language.directory() + " at " + url, List.of("sh", script, clients.toString(), url.toString()));
        return passed ? "passed" : "**failed**";
    }

    /** Runs a command with our outputs; returns whether it ended well. It and its children have ended then. */
    private boolean execute(String name, List<String> command) throws Exception {
        System.out.println("== " + name);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        end(process);
        if (!ended || process.exitValue() != 0) {
            failed.add(name);
            return false;
        }
        return true;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void generate(Language language, String contract, Path out) {
        CodegenConfigurator configurator = new CodegenConfigurator()
                .setGeneratorName(language.generator())
                .setInputSpec("openapi/" + contract + "-rest.yaml")
                .setOutputDir(out.toString());
        language.packages(contract).forEach(configurator::addAdditionalProperty);
        DefaultGenerator generator = new DefaultGenerator();
        generator.opts(configurator.toClientOptInput());
        generator.generate();
    }

    private static void awaitEngines(URI service) {
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of("/taskmanagers", "/hazelcast/rest/maps/running-jobs")) {
            HttpRequest request = HttpRequest.newBuilder(service.resolve(path)).build();
            Awaitility.await()
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        var answer = http.send(request, BodyHandlers.ofString());
                        return answer.statusCode() == 200 && !answer.body().equals("{\"taskmanagers\":[]}");
                    });
        }
    }
}
