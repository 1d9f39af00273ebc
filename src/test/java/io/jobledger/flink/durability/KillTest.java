package io.jobledger.flink.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.durability.Rest.Answer;
import io.jobledger.testing.ServiceLaunch;
import io.jobledger.testing.ServiceProcess;
import io.jobledger.testing.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the service, at the worst moment: a job has just finished, another has just failed, neither is sealed, and a
 * third one runs; of two savepoints one is being made, and of the other the engine has not heard. Nothing is lost and no
 * process is left.
 */
@Order(Integer.MAX_VALUE - 4)
class KillTest {
    private static final List<String> SETTINGS = List.of(
            "-jobledger.flink.slots=8",
            "-jobledger.flink.config.web.refresh-interval=100",
            "-jobledger.flink.config.rest.cache.checkpoint-statistics.timeout=100 ms");

    @TempDir
    Path directory;

    private final List<ServiceProcess> started = new ArrayList<>();

    private ServiceProcess launch() {
        ServiceProcess service = ServiceLaunch.light()
                .without("seatunnel")
                .with(SETTINGS)
                .start(directory.resolve("data"), directory.resolve("service-" + started.size() + ".log"));
        started.add(service);
        return service;
    }

    @AfterEach
    void end() {
        started.forEach(ServiceProcess::close);
    }

    /** The engine itself, once it answers. */
    private Rest engine(Rest service) {
        Waiting.until(
                "the engine is up",
                () -> engineOnRecord().get("/overview").status() == 200
                        && service.get("/taskmanagers").status() == 200);
        return engineOnRecord();
    }

    private Rest engineOnRecord() {
        try (Stream<String> lines = Files.lines(directory.resolve("data/flink/conf/config.yaml"))) {
            String port = lines.filter(line -> line.startsWith("'rest.port'"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .findFirst()
                    .orElseThrow();
            return new Rest(URI.create("http://127.0.0.1:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothingIsLost() throws IOException {
        ServiceProcess service = launch();
        Rest rest = Rest.of(service);
        rest.awaitServing();
        Rest engine = engine(rest);
        String jar = rest.upload(TestJobs.jar());
        String stream = rest.run(jar, "stream");
        String sealed = rest.run(jar, "batch");
        String failed = rest.run(jar, "fail");
        String stuck = rest.run(jar, "stuck");
        engine.awaitState(sealed, "FINISHED");
        JobAnswers sealedAnswers = JobAnswers.of(engine, sealed);
        rest.awaitCheckpoints(stream, 5);
        String savepoint = rest.savepoint(stream);
        Answer savepointStatus = rest.get("/jobs/" + stream + "/savepoints/" + savepoint);
        assertThat(savepointStatus.json().at("/operation/location").asText()).contains("savepoint");
        engine.awaitTasks(stuck);
        String unfinished = rest.send("POST", "/jobs/" + stuck + "/savepoints", "{}")
                .json()
                .path("request-id")
                .asText();
        engine.awaitState(failed, "FAILED");
        String finished = rest.run(jar, "batch");
        JobAnswers failedAnswers = JobAnswers.of(engine, failed);
        engine.awaitState(finished, "FINISHED");
        JobAnswers finishedAnswers = JobAnswers.of(engine, finished);
        List<ProcessHandle> children = service.children();
        assertThat(children).isNotEmpty();
        String unanswered = underWay(rest, children, "/jobs/" + stuck + "/cancel-with-savepoint");

        service.kill();
        signal(Signal.CONT, children);
        Waiting.until("no child is left", () -> children.stream().noneMatch(ProcessHandle::isAlive));

        ServiceProcess again = launch();
        rest = Rest.of(again);
        rest.awaitServing();
        assertThat(sealedAnswers.differences(rest)).isEmpty();
        assertThat(beyondTheArchive(failedAnswers, rest)).isEmpty();
        assertThat(finishedAnswers.differences(rest)).isEmpty();
        assertThat(rest.get("/jobs/" + stream + "/savepoints/" + savepoint)).isEqualTo(savepointStatus);

        Rest later = rest;
        engine(rest);
        Waiting.until("the streaming job is closed", () -> later.state(stream).equals("SUSPENDED"));
        JsonNode job = rest.get("/jobs/" + stream).json();
        assertThat(job.path("end-time").asLong())
                .isGreaterThan(job.path("start-time").asLong());
        assertThat(rest.get("/jobs/" + stream + "/checkpoints")
                        .json()
                        .at("/latest/completed/external_path")
                        .asText())
                .contains(stream);
        assertThat(listedState(rest, stream)).isEqualTo("SUSPENDED");
        assertThat(rest.get("/jobs/" + stream + "/savepoints/" + savepoint)).isEqualTo(savepointStatus);

        endsAsFailed(later, "/jobs/" + stuck + "/savepoints/" + unfinished, "/operation/failure-cause/stack-trace");
        endsAsFailed(later, unanswered, "/cause");

        assertThat(rest.get("/jars").json().at("/files/0/id").asText()).isEqualTo(jar);
        rest.awaitState(rest.run(jar, "batch"), "FINISHED");
        onlyOneServicePerDataDir(again);
        endsInTime(again);
    }

    /**
     * Sends a request to an engine that is stopped, so that it is under way when the service is killed.
     *
     * @return where it is told how it goes
     */
    private static String underWay(Rest rest, List<ProcessHandle> engine, String target) {
        signal(Signal.STOP, engine);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        // Only one that finds another under way is answered.
        Waiting.until("a request is under way", () -> {
            answers.add(rest.ask(target));
            return answers.stream().anyMatch(CompletableFuture::isDone);
        });
        Answer accepted = answers.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.json().path("location").asText();
    }

    private static void signal(Signal signal, List<ProcessHandle> processes) {
        processes.stream().filter(ProcessHandle::isAlive).forEach(process -> signal.to(process.pid()));
    }

    /** What was cut off says so. */
    private static void endsAsFailed(Rest rest, String target, String cause) {
        Waiting.until(
                "the end of " + target,
                () -> rest.get(target)
                        .json()
                        .at(cause)
                        .asText()
                        .contains("The outcome of this operation is not known"));
    }

    private void onlyOneServicePerDataDir(ServiceProcess holder) throws IOException {
        ServiceProcess second = launch();
        assertThat(second.ends(Duration.ofSeconds(60)))
                .as("the second service gives up")
                .isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(second.log()).contains("is in use by another jobledger");
        assertThat(Rest.of(holder).get("/jobs").status()).isEqualTo(200);
    }

    private static void endsInTime(ServiceProcess service) {
        List<ProcessHandle> children = service.children();
        service.terminate();
        assertThat(service.ends(Duration.ofSeconds(15)))
                .as("ends within 15 s of SIGTERM")
                .isTrue();
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    private static String listedState(Rest rest, String job) {
        for (JsonNode entry : rest.get("/jobs/overview").json().path("jobs")) {
            if (entry.path("jid").asText().equals(job)) {
                return entry.path("state").asText();
            }
        }
        return "not listed";
    }

    /**
     * What the archive of a failed job does not tell, and what only an engine that still lives could: the serialised
     * throwable (there if we had read it before the kill), and that the last checkpoint was discarded after the end.
     */
    private static List<String> beyondTheArchive(JobAnswers truth, Rest rest) {
        return truth.differences(rest).stream()
                .map(difference -> difference.substring(0, difference.indexOf('\n')))
                .filter(target -> !told(truth.byTarget().get(target)).equals(told(rest.get(target))))
                .toList();
    }

    private static String told(Answer answer) {
        return answer.essence()
                .toString()
                .replaceAll(",\"serialized-throwable\":\"[^\"]*\"", "")
                .replaceAll("\"discarded\":(true|false)", "");
    }
}
