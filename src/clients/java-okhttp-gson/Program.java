import flink.api.CheckpointsApi;
import flink.api.JarsApi;
import flink.api.SavepointsApi;
import flink.model.ErrorResponse;
import flink.model.JarRunRequest;
import flink.model.SavepointRequest;
import history.model.JobPage;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import seatunnel.api.OperationsApi;
import seatunnel.model.JobConfig;

/** Runs jobs with the generated clients, and finds them in the history. */
public final class Program {
    private Program() {}

    /** Takes the jar of a job and the URL of the service. */
    public static void main(String[] args) throws Exception {
        List<String> ids = flinkJobs(new File(args[0]), args[1]);
        findInHistory(ids, args[1]);
        seaTunnelJob(args[1]);
        System.out.println("java (okhttp-gson): all calls passed");
    }

    private static List<String> flinkJobs(File jar, String url) throws Exception {
        var client = new flink.ApiClient().setBasePath(url);
        var jars = new JarsApi(client);
        var jobs = new flink.api.JobsApi(client);
        var checkpoints = new CheckpointsApi(client);
        var savepoints = new SavepointsApi(client);
        String name = new File(jars.uploadJar(jar).getFilename()).getName();
        var request = new JarRunRequest().programArgsList(List.of("--kind", "stream")).parallelism(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(jars.runJar(name, null, null, null, null, null, null, request).getJobid());
        }
        for (String id : ids) {
            await("job runs", () -> jobs.getJob(id).getState().equals("RUNNING"));
            check(!jobs.getJob(id).getVertices().isEmpty(), "a job has vertices");
            await("a checkpoint completes", () -> checkpoints.getJobCheckpoints(id).getCounts().getCompleted() > 0);
        }
        String first = ids.get(0);
        var target = new SavepointRequest().targetDirectory(new File(jar.getParentFile(), "savepoints").toURI().toString());
        String savepoint = savepoints.triggerSavepoint(first, target).getRequestId();
        await("a savepoint completes", () -> {
            var operation = savepoints.getSavepointOperation(first, savepoint);
            return operation.getStatus().getId().equals("COMPLETED") && operation.getOperation().getLocation() != null;
        });
        for (String id : ids) {
            jobs.cancelJob(id);
            await("job is cancelled", () -> jobs.getJob(id).getState().equals("CANCELED"));
        }
        try {
            jobs.getJob("0".repeat(32));
            check(false, "an unknown job is refused");
        } catch (flink.ApiException e) {
            check(e.getCode() == 404, "404 of an unknown job");
            check(!ErrorResponse.fromJson(e.getResponseBody()).getErrors().isEmpty(), "the error is a model");
        }
        return ids;
    }

    private static void findInHistory(List<String> ids, String url) throws Exception {
        var jobs = new history.api.JobsApi(new history.ApiClient().setBasePath(url));
        Map<String, String> clusters = new HashMap<>();
        List<String> states = List.of("CANCELED", "FINISHED");
        await("both jobs are found", () -> {
            String cursor = null;
            do {
                JobPage page = jobs.listJobs(
                        List.of("flink"), null, states, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, 1, cursor);
                page.getJobs().forEach(job -> clusters.put(job.getJobId(), job.getCluster()));
                cursor = page.getCursor();
            } while (cursor != null);
            return clusters.keySet().containsAll(ids);
        });
        File export = jobs.exportJobsAsNdjson(
                List.of("flink"), null, states, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null);
        String lines = Files.readString(export.toPath());
        check(ids.stream().allMatch(lines::contains), "both jobs are exported");
        List<String> keys =
                ids.stream().map(id -> "flink/" + clusters.get(id) + "/" + id).toList();
        var compared = jobs.compareJobs(keys.get(0), keys.get(1));
        check(compared.getRight().getJobId().equals(ids.get(1)), "the right job is compared");
    }

    private static void seaTunnelJob(String url) throws Exception {
        var client = new seatunnel.ApiClient().setBasePath(url);
        var jobs = new seatunnel.api.JobsApi(client);
        var config = new JobConfig()
                .env(Map.of("job.mode", "BATCH"))
                .source(List.of(Map.of(
                        "plugin_name", "FakeSource", "result_table_name", "fake", "row.num", 5,
                        "schema", Map.of("fields", Map.of("name", "string")))))
                .transform(List.of())
                .sink(List.of(Map.of("plugin_name", "Console", "source_table_name", List.of("fake"))));
        String id = new OperationsApi(client).submitJob(config, null, "by a Java client", null).getJobId();
        await("the SeaTunnel job finishes", () -> "FINISHED".equals(jobs.getJobInfo(id).getJobStatus()));
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + 90_000_000_000L;
        while (!condition.call()) {
            check(System.nanoTime() < end, what + " in time");
            Thread.sleep(100);
        }
    }
}
