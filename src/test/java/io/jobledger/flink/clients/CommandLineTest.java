package io.jobledger.flink.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.TestJobs;
import io.jobledger.flink.clients.FlinkClient.Outcome;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.flink.remote.FlinkPair;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import io.jobledger.testing.TestService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Flink's own command line, unmodified: every command of it works through us, and the ledger knows what it did. */
@Order(3)
class CommandLineTest {
    private static final String PATH = "(file:[^\\s']+/savepoint-[0-9a-f-]+)";

    @TempDir
    Path dataDir;

    @Test
    @ResourceLock("flink")
    void commandsToTheEmbeddedEngine() {
        everyCommand(TestService.shared());
    }

    @Test
    void commandsToARemoteCluster() {
        // By default Flink remembers ten checkpoints: fewer than the job makes between two looks of the recorder.
        try (FlinkPair cluster = FlinkPair.start(FlinkPair.FLINK_1_20, Map.of("web.checkpoints.history", "1000"));
                TestService service = TestService.start(
                        dataDir,
                        Map.of(
                                "jobledger.flink.mode",
                                "remote",
                                "jobledger.flink.url",
                                cluster.url().toString(),
                                "jobledger.flink.cluster",
                                "pair"))) {
            everyCommand(service);
        }
    }

    private static void everyCommand(TestService service) {
        try (FlinkCommandLine flink = new FlinkCommandLine(service.url())) {
            everyCommand(service, flink);
        }
    }

    /** @param flink runs all commands but the first, which is a JVM as a user would start it */
    private static void everyCommand(TestService service, FlinkCommandLine flink) {
        FlinkClient batch = FlinkClient.commandLine(service.url(), run("batch"));
        Supplier<Outcome> fail = flink.run(run("fail"));
        Supplier<Outcome> first = flink.run(run("stream", "-d"));
        Supplier<Outcome> second = flink.run(run("stream", "-d"));

        String stopped = first.get().succeeded().jobId();
        service.awaitTasks(stopped);
        Supplier<Outcome> savepoint = flink.run("savepoint", stopped);
        Supplier<Outcome> checkpoint = flink.run("checkpoint", stopped);
        Supplier<Outcome> running = flink.run("list", "-r");
        String cancelled = second.get().succeeded().jobId();
        Supplier<Outcome> cancel = flink.run("cancel", cancelled);
        String finished = finished(batch.outcome());
        String failed = failed(fail.get());
        String saved = savepoint.get().succeeded().find("Savepoint completed. Path: " + PATH);
        assertThat(checkpoint.get().succeeded().output())
                .containsPattern("Checkpoint \\d+ for job " + stopped + " completed");
        assertThat(running.get().succeeded().output())
                .contains(" : " + stopped + " : probe-stream (RUNNING)")
                .doesNotContain("Terminated");
        assertThat(cancel.get().succeeded().output()).contains("Cancelled job " + cancelled);

        Supplier<Outcome> stop = flink.run("stop", stopped);
        Supplier<Outcome> third = flink.run(run("stream", "-d", "-s", saved));
        String stopPath = stop.get().succeeded().find("Savepoint completed. Path: " + PATH);
        String resumed = third.get().succeeded().jobId();
        service.awaitTasks(resumed);
        assertThat(resumedFrom(service, resumed)).isEqualTo(saved);
        assertThat(directory(stopPath)).exists();
        Supplier<Outcome> cancelSaving = flink.run("cancel", "-s", resumed);
        Supplier<Outcome> dispose = flink.run("savepoint", "-d", stopPath);
        String cancelPath = cancelSaving.get().succeeded().find("Savepoint stored in " + PATH);
        assertThat(dispose.get().succeeded().output()).contains("disposed.");
        assertThat(directory(stopPath)).doesNotExist();

        Map<String, String> states = Map.of(
                finished,
                "FINISHED",
                failed,
                "FAILED",
                stopped,
                "FINISHED",
                cancelled,
                "CANCELED",
                resumed,
                "CANCELED");
        states.keySet().forEach(service::awaitSealed);
        String all = flink.run("list", "-a").get().succeeded().output();
        states.forEach((job, state) -> {
            assertThat(service.state(job)).isEqualTo(state);
            assertThat(all).containsPattern(" : " + job + " : probe-[a-z]+ \\(" + state + "\\)");
        });
        for (String path : new String[] {saved, stopPath, cancelPath}) {
            assertThat(service.bean(SavepointCatalogue.class)
                            .find(EmbeddedFlink.NAME, service.cluster("flink").name(), path))
                    .as(path)
                    .isPresent();
        }
    }

    private static String[] run(String kind, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = TestJobs.jar().toString();
        arguments[options.length + 2] = "--kind";
        arguments[options.length + 3] = kind;
        return arguments;
    }

    private static String finished(Outcome batch) {
        assertThat(batch.succeeded().output())
                .contains("Job with JobID " + batch.jobId() + " has finished.")
                .contains("- seen (java.lang.Integer): 1000");
        return batch.jobId();
    }

    private static String failed(Outcome fail) {
        assertThat(fail.exit()).as(fail.toString()).isEqualTo(1);
        assertThat(fail.output())
                .contains("Job failed (JobID: " + fail.jobId() + ")")
                .contains("Caused by: java.lang.IllegalStateException: probe: deliberate failure");
        return fail.jobId();
    }

    private static String resumedFrom(TestService service, String job) {
        return Awaitility.await("the restored savepoint of " + job)
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () -> service.json(service.get("/jobs/" + job + "/checkpoints"))
                                .get("latest")
                                .get("restored")
                                .get("external_path")
                                .getStringValue(),
                        path -> true);
    }

    private static Path directory(String path) {
        return Path.of(URI.create(path));
    }
}
