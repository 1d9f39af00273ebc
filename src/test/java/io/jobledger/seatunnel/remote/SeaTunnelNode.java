package io.jobledger.seatunnel.remote;

import io.jobledger.testing.RemoteProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A SeaTunnel 2.3.8 that is none of the service's: one node of its Zeta engine. What it knows of its jobs is in its memory
 * alone.
 */
public final class SeaTunnelNode extends RemoteProcess {
    private static final Path LIBRARIES = Path.of("target/engines/seatunnel/lib");
    private static final Path LOG4J = Path.of("engines/seatunnel/src/main/resources/jobledger-log4j2.properties");
    private static final int A_DAY = 1440; // minutes

    private SeaTunnelNode() throws IOException {
        super("seatunnel-node");
        Files.createDirectories(checkpoints());
        Files.writeString(directory.resolve("seatunnel.yaml"), engineSettings());
        Files.writeString(directory.resolve("hazelcast.yaml"), memberSettings());
        launch();
    }

    /** Starts a node that remembers a job for a day after it has ended, and waits until it can run jobs. */
    public static SeaTunnelNode start() {
        return started(SeaTunnelNode::new);
    }

    /** Where its checkpoints lie: a folder per job, named by its id. */
    public Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    /** Kills it, so that it forgets all its jobs, and starts it at the same port; its checkpoints stay. */
    public void restart() {
        kill();
        try {
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    @Override
    protected boolean isReady() {
        return get("/hazelcast/rest/maps/overview").contains("\"workers\":\"1\"");
    }

    private void launch() throws IOException {
        List<String> jvm = new ArrayList<>();
        jvm.add("--add-modules=java.se");
        jvm.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
        for (String opened : List.of(
                "java.base/java.lang",
                "java.base/sun.nio.ch",
                "java.management/sun.management",
                "jdk.management/com.sun.management.internal")) {
            jvm.add("--add-opens=" + opened + "=ALL-UNNAMED");
        }
        jvm.add("-DSEATUNNEL_HOME=" + directory);
        jvm.add("-Dseatunnel.config=" + directory.resolve("seatunnel.yaml"));
        jvm.add("-Dhazelcast.config=" + directory.resolve("hazelcast.yaml"));
        jvm.add("-Dlog.file=" + directory.resolve("seatunnel.log"));
        jvm.add("-Dstates.file=" + directory.resolve("job-states.log"));
        jvm.add("-Dlog4j2.configurationFile=" + LOG4J.toUri());
        launch(
                directory,
                directory.resolve("seatunnel.out"),
                jvm,
                LIBRARIES,
                "org.apache.seatunnel.engine.server.SeaTunnelServerStarter");
    }

    private String engineSettings() {
        return """
                seatunnel:
                  engine:
                    backup-count: 0
                    history-job-expire-minutes: %d
                    slot-service: {dynamic-slot: true}
                    checkpoint:
                      interval: 10000
                      timeout: 60000
                      storage:
                        type: hdfs
                        max-retained: 3
                        plugin-config:
                          namespace: %s/
                          storage.type: hdfs
                          fs.defaultFS: file:///
                """.formatted(A_DAY, checkpoints());
    }

    /** No map-store: nothing outlives the process. */
    private String memberSettings() {
        return """
                hazelcast:
                  cluster-name: seatunnel
                  network:
                    # Else the port is not free again at once.
                    reuse-address: true
                    port: {port: %1$d, auto-increment: false}
                    interfaces: {enabled: true, interfaces: [127.0.0.1]}
                    join:
                      auto-detection: {enabled: false}
                      multicast: {enabled: false}
                      tcp-ip: {enabled: true, member-list: ['127.0.0.1:%1$d']}
                    rest-api:
                      enabled: true
                      endpoint-groups:
                        CLUSTER_WRITE: {enabled: true}
                        DATA: {enabled: true}
                  properties:
                    hazelcast.logging.type: log4j2
                    hazelcast.phone.home.enabled: 'false'
                    hazelcast.socket.bind.any: 'false'
                """.formatted(port);
    }
}
