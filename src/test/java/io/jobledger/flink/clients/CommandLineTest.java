package io.jobledger.flink.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.flink.FlinkService;
import io.jobledger.flink.TestJobs;
import io.jobledger.flink.clients.FlinkClient.Outcome;
import io.jobledger.flink.embedded.EmbeddedFlink;
import io.jobledger.flink.remote.FlinkPair;
import io.jobledger.ledger.savepoints.SavepointCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Flink's own command line, unmodified: every command of it works through us, and the ledger knows what it did. */
@ResourceLock("flink")
class CommandLineTest {
    private static final String PATH = "(file:[^\\s']+/savepoint-[0-9a-f-]+)";

    @TempDir
    Path dataDir;

    @Test
    void commandsToTheEmbeddedEngine() {
        everyCommand(FlinkService.shared());
    }

    @Test
    void commandsToARemoteCluster() {
        // By default Flink remembers ten checkpoints: fewer than the job makes between two looks of the recorder.
        try (FlinkPair cluster = FlinkPair.start(FlinkPair.FLINK_1_20, Map.of("web.checkpoints.history", "1000"));
                FlinkService service = FlinkService.start(
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

    private static void everyCommand(FlinkService service) {
        // What need not wait for one another goes on at once: every command is a JVM.
        FlinkClient batch = run(service, "batch");
        FlinkClient fail = run(service, "fail");
        FlinkClient first = run(service, "stream", "-d");
        FlinkClient second = run(service, "stream", "-d");

        String stopped = first.outcome().succeeded().jobId();
        service.awaitTasks(stopped);
        FlinkClient savepoint = command(service, "savepoint", stopped);
        FlinkClient checkpoint = command(service, "checkpoint", stopped);
        FlinkClient running = command(service, "list", "-r");
        String cancelled = second.outcome().succeeded().jobId();
        FlinkClient cancel = command(service, "cancel", cancelled);
        String finished = finished(batch.outcome());
        String failed = failed(fail.outcome());
        String saved = savepoint.outcome().succeeded().find("Savepoint completed. Path: " + PATH);
        assertThat(checkpoint.outcome().succeeded().output())
                .containsPattern("Checkpoint \\d+ for job " + stopped + " completed");
        assertThat(running.outcome().succeeded().output())
                .contains(" : " + stopped + " : probe-stream (RUNNING)")
                .doesNotContain("Terminated");
        assertThat(cancel.outcome().succeeded().output()).contains("Cancelled job " + cancelled);

        FlinkClient stop = command(service, "stop", stopped);
        FlinkClient third = run(service, "stream", "-d", "-s", saved);
        String stopPath = stop.outcome().succeeded().find("Savepoint completed. Path: " + PATH);
        String resumed = third.outcome().succeeded().jobId();
        service.awaitTasks(resumed);
        assertThat(resumedFrom(service, resumed)).isEqualTo(saved);
        assertThat(directory(stopPath)).exists();
        FlinkClient cancelSaving = command(service, "cancel", "-s", resumed);
        FlinkClient dispose = command(service, "savepoint", "-d", stopPath);
        String cancelPath = cancelSaving.outcome().succeeded().find("Savepoint stored in " + PATH);
        assertThat(dispose.outcome().succeeded().output()).contains("disposed.");
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
        String all = command(service, "list", "-a").outcome().succeeded().output();
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

    private static FlinkClient command(FlinkService service, String... arguments) {
        return FlinkClient.commandLine(service.url(), arguments);
    }

    private static FlinkClient run(FlinkService service, String kind, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = TestJobs.jar().toString();
        arguments[options.length + 2] = "--kind";
        arguments[options.length + 3] = kind;
        return command(service, arguments);
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

    private static String resumedFrom(FlinkService service, String job) {
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
