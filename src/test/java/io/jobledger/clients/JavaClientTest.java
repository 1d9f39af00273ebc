package io.jobledger.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobledger.clients.flink.ApiClient;
import io.jobledger.clients.flink.ApiException;
import io.jobledger.clients.flink.api.CheckpointsApi;
import io.jobledger.clients.flink.api.ClusterApi;
import io.jobledger.clients.flink.api.JarsApi;
import io.jobledger.clients.flink.api.JobsApi;
import io.jobledger.clients.flink.api.SavepointsApi;
import io.jobledger.clients.flink.model.ErrorResponse;
import io.jobledger.clients.flink.model.JarRunRequest;
import io.jobledger.clients.flink.model.SavepointOperation;
import io.jobledger.clients.flink.model.SavepointRequest;
import io.jobledger.clients.history.model.Job;
import io.jobledger.clients.history.model.JobPage;
import io.jobledger.clients.seatunnel.api.OperationsApi;
import io.jobledger.clients.seatunnel.model.JobConfig;
import io.jobledger.flink.TestJobs;
import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.testing.TestService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client, generated from the contracts with default options, works with real engines. */
class JavaClientTest {

    @TempDir
    Path dir;

    @Test
    void runsAFlinkJobAndFindsItInTheHistory() throws Exception {
        TestService service = TestService.shared();
        ApiClient client = new ApiClient();
        client.updateBaseUri(service.url().toString());
        JarsApi jars = new JarsApi(client);
        JobsApi jobs = new JobsApi(client);

        String file = jars.uploadJar(TestJobs.jar().toFile()).getFilename();
        String jar = file.substring(file.lastIndexOf('/') + 1);
        assertThat(jars.listJars().getFiles()).anyMatch(listed -> listed.getId().equals(jar));
        String left = run(jars, jar);
        String right = run(jars, jar);
        for (String job : List.of(left, right)) {
            await(() -> "RUNNING".equals(jobs.getJob(job).getState()));
            service.awaitTasks(job);
        }
        assertThat(new ClusterApi(client).getClusterOverview().getTaskmanagers())
                .isEqualTo(1);
        assertThat(jobs.getJobsOverview().getJobs())
                .anyMatch(job -> job.getJid().equals(left));

        SavepointsApi savepoints = new SavepointsApi(client);
        String trigger = savepoints
                .triggerSavepoint(
                        left, new SavepointRequest().targetDirectory(dir.toUri().toString()))
                .getRequestId();
        await(() -> "COMPLETED"
                .equals(outcome(savepoints, left, trigger).getStatus().getId()));
        assertThat(outcome(savepoints, left, trigger).getOperation().getLocation())
                .startsWith("file:");
        CheckpointsApi checkpoints = new CheckpointsApi(client);
        await(() -> checkpoints.getJobCheckpoints(left).getCounts().getCompleted() > 0);

        for (String job : List.of(left, right)) {
            jobs.cancelJob(job);
            service.awaitState(job, "CANCELED");
            service.awaitSealed(job);
        }
        searchTheHistory(service, left, right);
        flinkErrors(jars, jobs);
    }

    @Test
    void submitsASeaTunnelJob() throws Exception {
        SeaTunnelService service = SeaTunnelService.shared();
        var client = new io.jobledger.clients.seatunnel.ApiClient();
        client.updateBaseUri(service.service().url().toString());
        var jobs = new io.jobledger.clients.seatunnel.api.JobsApi(client);
        OperationsApi operations = new OperationsApi(client);
        JobConfig config = client.getObjectMapper().readValue(io.jobledger.seatunnel.TestJobs.BATCH, JobConfig.class);
        String job = operations
                .submitJob(config, null, "by a generated client", null)
                .getJobId();
        await(() -> "FINISHED".equals(jobs.getJobInfo(job).getJobStatus()));
        await(() -> jobs.listFinishedJobs().stream()
                .anyMatch(finished -> finished.getJobId().equals(job)));

        var refused = catchThrowableOfType(
                io.jobledger.clients.seatunnel.ApiException.class,
                () -> operations.submitJob(new JobConfig(), null, null, null));
        assertThat(refused.getCode()).isEqualTo(400);
        var error = client.getObjectMapper()
                .readValue(refused.getResponseBody(), io.jobledger.clients.seatunnel.model.ErrorResponse.class);
        assertThat(error.getMessage()).isNotBlank();
    }

    private static void searchTheHistory(TestService service, String left, String right) throws Exception {
        var client = new io.jobledger.clients.history.ApiClient();
        client.updateBaseUri(service.url().toString());
        var history = new io.jobledger.clients.history.api.JobsApi(client);
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            JobPage page = search(history, cursor);
            page.getJobs().stream().map(Job::getJobId).forEach(found::add);
            cursor = page.getCursor();
        } while (cursor != null);
        assertThat(found).contains(left, right).doesNotHaveDuplicates();

        File csv = history.exportJobsAsCsv(
                List.of("flink"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(csv).content().contains(left, right);

        String cluster = service.cluster("flink").name();
        assertThat(history.getJob("flink", cluster, left, null).getState()).isEqualTo("CANCELED");
        String prefix = "flink/" + cluster + '/';
        assertThat(history.compareJobs(prefix + left, prefix + right).getRight().getJobId())
                .isEqualTo(right);

        historyError(client, 404, () -> history.getJob("flink", cluster, "0".repeat(32), null));
        historyError(client, 400, () -> history.compareJobs("flink", "flink"));
    }

    /** A page of one job, so that the client must ask for more than one page. */
    private static JobPage search(io.jobledger.clients.history.api.JobsApi history, String cursor) throws Exception {
        return history.listJobs(
                List.of("flink"),
                null,
                List.of("CANCELED", "FINISHED"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                cursor);
    }

    private static String run(JarsApi jars, String jar) throws ApiException {
        JarRunRequest request =
                new JarRunRequest().programArgsList(List.of("--kind", "stream")).parallelism(1);
        return jars.runJar(jar, null, null, null, null, null, null, request).getJobid();
    }

    private static SavepointOperation outcome(SavepointsApi savepoints, String job, String trigger)
            throws ApiException {
        return savepoints.getSavepointOperation(job, trigger);
    }

    private static void flinkErrors(JarsApi jars, JobsApi jobs) throws IOException {
        flinkError(404, () -> jobs.getJob("0".repeat(32)));
        flinkError(400, () -> jobs.getJob("none"));
        flinkError(400, () -> jars.runJar("none.jar", null, null, null, null, null, null, new JarRunRequest()));
    }

    private static void flinkError(int status, ThrowingCallable call) throws IOException {
        ApiException refused = catchThrowableOfType(ApiException.class, call);
        assertThat(refused.getCode()).as(refused.getMessage()).isEqualTo(status);
        ErrorResponse error =
                ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), ErrorResponse.class);
        assertThat(error.getErrors()).isNotEmpty();
    }

    private static void historyError(io.jobledger.clients.history.ApiClient client, int status, ThrowingCallable call)
            throws IOException {
        var refused = catchThrowableOfType(io.jobledger.clients.history.ApiException.class, call);
        assertThat(refused.getCode()).as(refused.getMessage()).isEqualTo(status);
        var error = client.getObjectMapper()
                .readValue(refused.getResponseBody(), io.jobledger.clients.history.model.ErrorResponse.class);
        assertThat(error.getErrors()).isNotEmpty();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}
