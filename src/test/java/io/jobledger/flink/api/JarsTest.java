package io.jobledger.flink.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.TestJobs;
import io.jobledger.flink.jars.JarStore;
import io.jobledger.ledger.jars.Jar;
import io.jobledger.ledger.jars.JarCatalogue;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import io.jobledger.testing.TestService;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Jars are ours: an engine that forgets them, or a service that starts again, changes nothing for their users. */
@Order(Integer.MAX_VALUE - 3)
class JarsTest {
    private static final int LARGE = 100 << 20;
    private static final String BATCH = "{\"programArgsList\":[\"--kind\",\"batch\"],\"parallelism\":1}";

    @Test
    @ResourceLock("flink")
    void uploadedListedDeleted() throws Exception {
        TestService service = TestService.shared();
        String id = id(service, service.upload(TestJobs.jar(), "listed.jar"));
        assertThat(id).endsWith("_listed.jar");

        JsonNode listed = listed(service, id);
        assertThat(listed.get("name").getStringValue()).isEqualTo("listed.jar");
        assertThat(listed.get("entry").get(0).get("name").getStringValue()).isEqualTo("io.jobledger.jobs.ProbeJob");
        assertThat(listed.get("uploaded").getLongValue())
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());

        Jar known = service.bean(JarCatalogue.class).find(id).orElseThrow();
        assertThat(known.sha256()).isEqualTo(sha256(TestJobs.jar()));
        assertThat(known.size()).isEqualTo(Files.size(TestJobs.jar()));
        Path file = service.bean(JarStore.class).file(known);
        assertThat(file).startsWith(service.dataDir());
        assertThat(file).hasSameBinaryContentAs(TestJobs.jar());

        assertThat(service.send("DELETE", "/jars/" + id, null).statusCode()).isEqualTo(200);
        assertThat(listed(service, id)).isNull();
        assertThat(file).doesNotExist();
        assertThat(service.send("POST", "/jars/" + id + "/run", BATCH).statusCode())
                .isEqualTo(400);
    }

    /** Names that browsers and scripts send: a path, one with spaces, one too long for a file. */
    @Test
    @ResourceLock("flink")
    void namesOfUploads() {
        TestService service = TestService.shared();
        for (Map.Entry<String, String> name : Map.of(
                        "C:\\jobs\\my job.jar",
                        "my job.jar",
                        "../../evil.jar",
                        "evil.jar",
                        "/etc/evil.jar",
                        "evil.jar",
                        "caf\u00e9.jar",
                        "caf\u00e9.jar",
                        "x".repeat(400) + ".jar",
                        "x".repeat(196) + ".jar")
                .entrySet()) {
            String id = id(service, service.upload(TestJobs.jar(), name.getKey()));
            assertThat(id).as(name.getKey()).endsWith("_" + name.getValue());
            String path =
                    "/jars/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            assertThat(service.get(path + "/plan").statusCode()).as(id).isEqualTo(200);
            assertThat(service.send("DELETE", path, null).statusCode()).as(id).isEqualTo(200);
        }
    }

    /** Generated clients send bytes without a file's name, or with one that they make up. */
    @Test
    @ResourceLock("flink")
    void bytesWithoutAName() throws IOException {
        TestService service = TestService.shared();
        for (String disposition : List.of(
                "", "; filename=\"\"", "; filename=\"blob\"", "; filename=\"jarfile\"", "; filename=\"x.jar\"")) {
            for (String type :
                    List.of("", "\r\nContent-Type: application/octet-stream", "\r\nContent-Type: text/plain")) {
                HttpResponse<String> uploaded = uploaded(service, disposition + type);
                String id = id(service, uploaded);
                assertThat(id).as(disposition).endsWith(disposition.contains("x.jar") ? "_x.jar" : "_upload.jar");
                assertThat(service.bean(JarStore.class)
                                .file(service.bean(JarCatalogue.class).find(id).orElseThrow()))
                        .as(disposition + type)
                        .hasSameBinaryContentAs(TestJobs.jar());
                HttpResponse<String> plan = service.get("/jars/" + id + "/plan");
                assertThat(plan.statusCode()).as(plan.body()).isEqualTo(200);
                service.send("DELETE", "/jars/" + id, null);
            }
        }
        HttpResponse<String> refused = uploaded(service, "; filename=\"notes.txt\"");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Only Jar files are allowed.");
    }

    private static HttpResponse<String> uploaded(TestService service, String head) throws IOException {
        return service.send(HttpRequest.newBuilder(service.url().resolve("/jars/upload"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(
                                "--x\r\nContent-Disposition: form-data; name=\"jarfile\"" + head + "\r\n\r\n"),
                        BodyPublishers.ofFile(TestJobs.jar()),
                        BodyPublishers.ofString("\r\n--x--\r\n"))));
    }

    @Test
    void idsOutliveTheEngineAndTheService(@TempDir Path dataDir) {
        String id;
        try (TestService service = TestService.start(dataDir, Map.of())) {
            id = id(service, service.upload(TestJobs.jar(), "lasting.jar"));
            runs(service, id);
            long pid = service.engine().session().orElseThrow().pid();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Awaitility.await("another engine")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> service.engine()
                            .session()
                            .filter(session -> session.pid() != pid)
                            .isPresent());
            runs(service, id);
        }
        try (TestService service = TestService.start(dataDir, Map.of())) {
            assertThat(listed(service, id)).isNotNull();
            runs(service, id);
        }
    }

    /** Neither the upload nor what is passed on to the engine is ever held in memory. */
    @Test
    void largeJarInASmallProcess(@TempDir Path dataDir) throws Exception {
        Path large = large(dataDir.resolve("large.jar"));
        try (ServiceProcess service = ServiceLaunch.light()
                .with("-Xmx128m")
                .without("seatunnel")
                .start(dataDir, dataDir.resolve("service.out"))) {
            HttpClient http = HttpClient.newHttpClient();
            Awaitility.await("the service is up")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> get(http, service, "/health").statusCode() == 200);
            HttpRequest upload = HttpRequest.newBuilder(service.url().resolve("/jars/upload"))
                    .header("Content-Type", "multipart/form-data; boundary=x")
                    .POST(BodyPublishers.concat(
                            BodyPublishers.ofString("--x\r\nContent-Disposition: form-data; name=\"jarfile\";"
                                    + " filename=\"large.jar\"\r\nContent-Type: application/x-java-archive\r\n\r\n"),
                            BodyPublishers.ofFile(large),
                            BodyPublishers.ofString("\r\n--x--\r\n")))
                    .build();
            String uploaded = http.send(upload, BodyHandlers.ofString()).body();
            assertThat(uploaded).contains("success");
            String id = uploaded.replaceFirst("(?s).*/([^/\"]+)\".*", "$1");
            assertThat(get(http, service, "/jars").body()).contains(id);

            HttpRequest run = HttpRequest.newBuilder(service.url().resolve("/jars/" + id + "/run"))
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(90))
                    .POST(BodyPublishers.ofString(BATCH))
                    .build();
            HttpResponse<String> job = http.send(run, BodyHandlers.ofString());
            assertThat(job.statusCode()).as(job.body()).isEqualTo(200);
            assertThat(service.isAlive()).isTrue();
        }
    }

    private static HttpResponse<String> get(HttpClient http, ServiceProcess service, String target)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(service.url().resolve(target)).build(), BodyHandlers.ofString());
    }

    private static void runs(TestService service, String id) {
        HttpResponse<String> answer = service.send("POST", "/jars/" + id + "/run", BATCH);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        service.awaitState(service.json(answer).get("jobid").getStringValue(), "FINISHED");
    }

    private static String id(TestService service, HttpResponse<String> uploaded) {
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
        String file = service.json(uploaded).get("filename").getStringValue();
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static JsonNode listed(TestService service, String id) {
        Iterable<JsonNode> files =
                service.json(service.get("/jars")).get("files").values();
        return StreamSupport.stream(files.spliterator(), false)
                .filter(file -> file.get("id").getStringValue().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** The test jobs, with a resource that does not compress. */
    private static Path large(Path file) throws IOException {
        try (ZipInputStream jobs = new ZipInputStream(Files.newInputStream(TestJobs.jar()));
                OutputStream out = Files.newOutputStream(file);
                ZipOutputStream large = new ZipOutputStream(out)) {
            large.setLevel(0);
            for (ZipEntry entry = jobs.getNextEntry(); entry != null; entry = jobs.getNextEntry()) {
                large.putNextEntry(new ZipEntry(entry.getName()));
                jobs.transferTo(large);
            }
            large.putNextEntry(new ZipEntry("resource.bin"));
            byte[] block = new byte[1 << 20];
            Random random = new Random(3);
            for (int written = 0; written < LARGE; written += block.length) {
                random.nextBytes(block);
                large.write(block);
            }
        }
        return file;
    }
}
