package io.jobledger.flink.launcher;

import java.io.File;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.api.common.time.Time;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.dispatcher.ExecutionGraphInfoStore;
import org.apache.flink.runtime.dispatcher.FileExecutionGraphInfoStore;
import org.apache.flink.runtime.dispatcher.MemoryExecutionGraphInfoStore;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.failure.FailureEnricherUtils;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.shaded.guava31.com.google.common.base.Ticker;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.apache.flink.util.concurrent.ScheduledExecutorServiceAdapter;

/**
 * Runs a MiniCluster for days, and forgets finished jobs as a session cluster does. MiniCluster itself ignores the
 * {@code jobstore.*} settings and keeps every finished job on the heap for ever.
 */
final class SessionMiniCluster extends MiniCluster {

    private final CountDownLatch closing = new CountDownLatch(1);
    private final ScheduledExecutorService expiry =
            Executors.newSingleThreadScheduledExecutor(new ExecutorThreadFactory("job-store-expiry"));

    SessionMiniCluster(MiniClusterConfiguration configuration) {
        super(configuration);
    }

    /** Returns once the cluster is being closed, from inside or outside. */
    void awaitClosing() throws InterruptedException {
        closing.await();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        CompletableFuture<Void> closed = super.closeAsync();
        closing.countDown();
        return closed;
    }

    @Override
    protected DispatcherResourceManagerComponentFactory createDispatcherResourceManagerComponentFactory() {
        DispatcherResourceManagerComponentFactory session = super.createDispatcherResourceManagerComponentFactory();
        return (configuration, id, io, rpc, ha, blobs, heartbeats, tokens, metrics, memory, queries, none, fatal) ->
                session.create(
                        configuration,
                        id,
                        io,
                        rpc,
                        ha,
                        blobs,
                        heartbeats,
                        tokens,
                        metrics,
                        jobStore(configuration),
                        queries,
                        FailureEnricherUtils.getFailureEnrichers(configuration),
                        fatal);
    }

    /** Makes the job store as {@code SessionClusterEntrypoint} does, whose method is not public. */
    private ExecutionGraphInfoStore jobStore(Configuration configuration) throws Exception {
        Time expiration = Time.seconds(configuration.get(JobManagerOptions.JOB_STORE_EXPIRATION_TIME));
        int capacity = configuration.get(JobManagerOptions.JOB_STORE_MAX_CAPACITY);
        var scheduler = new ScheduledExecutorServiceAdapter(expiry);
        return switch (configuration.get(JobManagerOptions.JOB_STORE_TYPE)) {
            case Memory -> new MemoryExecutionGraphInfoStore(expiration, capacity, scheduler, Ticker.systemTicker());
            case File ->
                new FileExecutionGraphInfoStore(
                        new File(ConfigurationUtils.parseTempDirectories(configuration)[0]),
                        expiration,
                        capacity,
                        configuration.get(JobManagerOptions.JOB_STORE_CACHE_SIZE),
                        scheduler,
                        Ticker.systemTicker());
        };
    }
}
