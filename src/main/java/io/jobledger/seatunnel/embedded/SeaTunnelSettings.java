package io.jobledger.seatunnel.embedded;

import java.net.URI;

/**
 * Writes the two YAML files that the embedded SeaTunnel reads at its start. Every path in them is quoted.
 *
 * @param port where the node answers its REST calls and, there being no others, no members of its cluster
 */
record SeaTunnelSettings(SeaTunnelProperties properties, SeaTunnelDirectories directories, int port) {

    private static final String LOOPBACK = "127.0.0.1";

    URI url() {
        return URI.create("http://" + LOOPBACK + ":" + port);
    }

    /** Returns the engine's settings. Checkpoints that no job asks for are as rare as in SeaTunnel's own files. */
    String seatunnelYaml() {
        return """
                seatunnel:
                  engine:
                    backup-count: 0
                    history-job-expire-minutes: %d
                    print-execution-info-interval: 600
                    print-job-metrics-info-interval: 600
                    slot-service:
                      dynamic-slot: true
                    telemetry:
                      metric:
                        enabled: true
                    checkpoint:
                      interval: 300000
                      timeout: 60000
                      storage:
                        type: hdfs
                        max-retained: 5
                        plugin-config:
                          namespace: %s
                          storage.type: hdfs
                          fs.defaultFS: 'file:///'
                """.formatted(properties.historyJobExpireMinutes(), quoted(directories.checkpoints() + "/"));
    }

    /**
     * Returns the settings of Hazelcast, the engine's base: one member, on loopback, with its maps also in files. It
     * looks for no other members, and for no newer version.
     *
     * <p>One thread alone works on the maps. The engine's writer of their files (SeaTunnel 2.3.8) is made for one: when
     * two threads write at the same moment it can lose one of the two entries, and its thread waits 60 s for it.
     */
    String hazelcastYaml() {
        return """
                hazelcast:
                  cluster-name: jobledger
                  network:
                    rest-api:
                      enabled: true
                      endpoint-groups:
                        CLUSTER_WRITE:
                          enabled: true
                        DATA:
                          enabled: true
                    interfaces:
                      enabled: true
                      interfaces:
                        - %1$s
                    join:
                      auto-detection:
                        enabled: false
                      multicast:
                        enabled: false
                      tcp-ip:
                        enabled: true
                        member-list:
                          - %1$s:%2$d
                    port:
                      auto-increment: false
                      port: %2$d
                  map:
                    engine*:
                      map-store:
                        enabled: true
                        initial-mode: EAGER
                        factory-class-name: org.apache.seatunnel.engine.server.persistence.FileMapStoreFactory
                        properties:
                          type: hdfs
                          namespace: %3$s
                          clusterName: jobledger
                          storage.type: hdfs
                          fs.defaultFS: 'file:///'
                  properties:
                    hazelcast.logging.type: log4j2
                    hazelcast.operation.thread.count: '1'
                    hazelcast.phone.home.enabled: 'false'
                    hazelcast.socket.bind.any: 'false'
                """.formatted(LOOPBACK, port, quoted(directories.maps().toString()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
