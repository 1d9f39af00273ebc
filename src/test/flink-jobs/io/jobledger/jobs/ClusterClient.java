package io.jobledger.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.execution.SavepointFormatType;

/**
 * Uses Flink's client library as its users do, all at once: {@code result=<job>} waits for the result of a job,
 * {@code savepoint=<job>} and {@code stop=<job>} for a savepoint. Prints for each what came of it: a value, or the stack
 * trace of an exception.
 */
public final class ClusterClient {
    private ClusterClient() {}

    public static void main(String[] args) throws Exception {
        try (RestClusterClient<StandaloneClusterId> client = new RestClusterClient<>(
                GlobalConfiguration.loadConfiguration(), StandaloneClusterId.getInstance())) {
            Map<String, CompletableFuture<?>> asked = new LinkedHashMap<>();
            for (String arg : args) {
                String[] question = arg.split("=", 2);
                asked.put(arg, ask(client, question[0], JobID.fromHexString(question[1])));
            }
            System.out.println("waiting");
            for (Map.Entry<String, CompletableFuture<?>> question : asked.entrySet()) {
                try {
                    System.out.println(question.getKey() + " -> " + question.getValue().get());
                } catch (ExecutionException e) {
                    System.out.println(question.getKey() + " failed");
                    e.getCause().printStackTrace(System.out);
                }
            }
        }
        System.exit(0);
    }

    private static CompletableFuture<?> ask(RestClusterClient<?> client, String what, JobID job) {
        switch (what) {
            case "result":
                return client.requestJobResult(job).thenApply(result -> {
                    try {
                        return result.toJobExecutionResult(ClusterClient.class.getClassLoader())
                                .getAllAccumulatorResults();
                    } catch (Exception e) {
                        throw new RuntimeException(e);
                    }
                });
            case "savepoint":
                return client.triggerSavepoint(job, null, SavepointFormatType.CANONICAL);
            case "stop":
                return client.stopWithSavepoint(job, false, null, SavepointFormatType.CANONICAL);
            default:
                throw new IllegalArgumentException(what);
        }
    }
}
