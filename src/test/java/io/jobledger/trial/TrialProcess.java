package io.jobledger.trial;

import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A {@link TrialService} as a process of its own, from one start to its end. */
final class TrialProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long INTERVAL_MILLIS = 20;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** Of what lives of a service share: the directory of its journal and logs, its data, and further settings. */
    record Home(Path directory, Path dataDir, List<String> settings) {
        Path journal() {
            return directory.resolve("journal");
        }

        Path log() {
            return directory.resolve("service.log");
        }
    }

    private final Home home;
    private final ServiceProcess process;
    private final long checkedBefore;

    private TrialProcess(Home home, ServiceProcess process, long checkedBefore) {
        this.home = home;
        this.process = process;
        this.checkedBefore = checkedBefore;
    }

    /**
     * @param writers how many threads record jobs
     * @param properties further ones of the JVM
     */
    static TrialProcess start(Home home, int writers, String... properties) throws IOException {
        ServiceProcess process = ServiceLaunch.light(TrialService.class)
                .with(properties)
                .with("-Dtrial.journal=" + home.journal(), "-Dtrial.writers=" + writers)
                .without("flink", "seatunnel")
                .with(home.settings())
                .start(home.dataDir(), home.log());
        return new TrialProcess(home, process, Journal.count(home.journal(), "checked"));
    }

    /** Until it serves, and has looked at what was recorded before. */
    void awaitChecked() {
        await("the service has come up, and checked what was recorded", () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The service did not come up: " + lastWords());
            }
            return Journal.count(home.journal(), "checked") > checkedBefore;
        });
    }

    /** Until more was recorded than now. */
    void awaitProgress() {
        long before = recorded();
        await("something more is recorded", () -> recorded() > before + 10);
    }

    long recorded() {
        return Journal.count(home.journal(), "recorded");
    }

    long refusals() {
        return Journal.count(home.journal(), "failed");
    }

    /** The jobs that are recorded to their end. */
    List<Long> sealed() {
        return TrialService.stages(Journal.lines(home.journal())).entrySet().stream()
                .filter(job -> job.getValue() == MadeJob.LAST_STAGE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @param timeout after which there is no answer: an {@link IOException} */
    HttpResponse<String> get(String target, Duration timeout) throws IOException, InterruptedException {
        return HTTP.send(request(target).timeout(timeout).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return get(target, PATIENCE);
    }

    HttpResponse<String> send(String method, String target, String json) throws IOException, InterruptedException {
        return HTTP.send(
                request(target)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json))
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofString());
    }

    /** Uploads a jar and returns its id. */
    String upload(Path jar) throws IOException, InterruptedException {
        String head = "--part\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"" + jar.getFileName()
                + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
        String answer = HTTP.send(
                        request("/jars/upload")
                                .header("Content-Type", "multipart/form-data; boundary=part")
                                .POST(BodyPublishers.concat(
                                        BodyPublishers.ofString(head),
                                        BodyPublishers.ofFile(jar),
                                        BodyPublishers.ofString("\r\n--part--\r\n")))
                                .timeout(PATIENCE)
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return answer.replaceFirst("(?s).*\"filename\"\\s*:\\s*\"[^\"]*/([^\"/]+)\".*", "$1");
    }

    /** What it started. */
    List<ProcessHandle> children() {
        return process.children();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(process.url().resolve(target));
    }

    Path journal() {
        return home.journal();
    }

    /** A line that the service acts on. */
    synchronized void tell(String line) throws IOException {
        Writer input = process.input();
        input.write(line + '\n');
        input.flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() {
        process.terminate();
    }

    boolean ends(Duration within) {
        return process.ends(within);
    }

    /** Of one that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL; it has ended when this returns. */
    @Override
    public void close() {
        process.kill();
    }

    String lastWords() {
        try {
            List<String> lines = process.log().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void await(String what, Callable<Boolean> condition) {
        await(PATIENCE, what, condition);
    }

    static void await(Duration patience, String what, Callable<Boolean> condition) {
        if (!comes(condition, patience)) {
            throw new IllegalStateException("Waited in vain until " + what);
        }
    }

    /** Whether the condition is met in time. */
    static boolean comes(Callable<Boolean> condition, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.call()) {
                    return true;
                }
                Thread.sleep(INTERVAL_MILLIS);
            } catch (IOException notYet) {
                // Asked again.
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return false;
    }
}
