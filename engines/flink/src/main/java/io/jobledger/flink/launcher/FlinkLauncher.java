package io.jobledger.flink.launcher;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.core.security.FlinkSecurityManager;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * Runs a session cluster in this process until it is shut down: {@code FlinkLauncher <conf dir> <task managers>}. The
 * directory holds Flink's {@code config.yaml}.
 */
public final class FlinkLauncher {

    private FlinkLauncher() {}

    public static void main(String[] args) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
        int taskManagers = Integer.parseInt(args[1]);

        // The two things that Flink's own entry points do and a MiniCluster leaves to them.
        FlinkSecurityManager.setFromConfiguration(configuration);
        PluginManager plugins = PluginUtils.createPluginManagerFromRootFolder(configuration);
        FileSystem.initialize(configuration, plugins);

        SessionMiniCluster cluster = new SessionMiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                .setPluginManager(plugins)
                .build());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> cluster.closeAsync().join(), "close-cluster"));
        cluster.start();
        // DELETE /cluster and fatal errors close a MiniCluster, but leave the JVM alive.
        cluster.awaitClosing();
        System.exit(0);
    }
}
