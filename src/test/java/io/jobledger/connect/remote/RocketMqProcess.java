package io.jobledger.connect.remote;

import io.jobledger.engine.process.FreePort;
import io.jobledger.testing.RemoteProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A RocketMQ broker with its name server, or a real RocketMQ Connect worker of 2019 or 2024, out of the directory of jars
 * that the variable {@value #VARIABLE} names.
 */
final class RocketMqProcess extends RemoteProcess {
    static final String VARIABLE = "ROCKETMQ_CONNECT_RUNTIMES";

    /** A worker of 2019 that starts before these are there never sees its cluster. */
    private static final List<String> TOPICS = List.of(
            "connector-cluster-topic",
            "connector-config-topic",
            "connector-position-topic",
            "connector-offset-topic",
            "connector-status-topic",
            "connector-state-topic",
            "fileTopic");

    private static final List<String> JVM = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Drocketmq.remoting.version=485");

    private final String ready;

    private RocketMqProcess(String name, String ready) throws IOException {
        super(name);
        this.ready = ready;
        Files.writeString(directory.resolve("logback.xml"), "<configuration><root level=\"WARN\"/></configuration>");
    }

    /** The directory of the jars; null if the variable names none. */
    static Path runtimes() {
        String directory = System.getenv(VARIABLE);
        return directory == null || directory.isBlank() ? null : Path.of(directory);
    }

    /** The port of {@link #url} is that of the name server. */
    static RocketMqProcess broker() {
        return started(() -> {
            RocketMqProcess broker = new RocketMqProcess("rocketmq-broker", "");
            broker.launchBroker(FreePort.onLoopback());
            return broker;
        });
    }

    /** @param year 2019, or 2024 as a standalone worker */
    static RocketMqProcess worker(int year, RocketMqProcess broker) {
        return started(() -> {
            RocketMqProcess worker = new RocketMqProcess(
                    "rocketmq-connect-" + year, year == 2019 ? "/getClusterInfo" : "/connectors/list");
            worker.launchWorker(year, broker.port);
            return worker;
        });
    }

    /** Kills it; its files stay until it is closed. */
    void end() {
        kill();
    }

    @Override
    protected boolean isReady() {
        if (ready.isEmpty()) {
            try (Socket socket =
                    new Socket("127.0.0.1", Integer.parseInt(Files.readString(directory.resolve("port"))))) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }
        // An own worker in the list, or an object of no connectors.
        return get(ready).matches("(?s)\\[\".*|\\{.*");
    }

    private void launchBroker(int brokerPort) throws IOException {
        Path config = Files.createDirectories(directory.resolve("store/config"));
        String topics = TOPICS.stream()
                .map(topic -> "\"%1$s\":{\"topicName\":\"%1$s\",\"perm\":6,\"readQueueNums\":1,\"writeQueueNums\":1}"
                        .formatted(topic))
                .collect(Collectors.joining(",", "{\"topicConfigTable\":{", "}}"));
        Files.writeString(config.resolve("topics.json"), topics);
        Files.writeString(directory.resolve("port"), "" + brokerPort);
        write("namesrv.properties", "listenPort=" + port, "bindAddress=127.0.0.1");
        write(
                "broker.properties",
                "brokerClusterName=DefaultCluster",
                "brokerName=broker-a",
                "brokerId=0",
                "namesrvAddr=127.0.0.1:" + port,
                "listenPort=" + brokerPort,
                "bindAddress=127.0.0.1",
                "brokerIP1=127.0.0.1",
                "haListenPort=0",
                "autoCreateTopicEnable=true",
                "autoCreateSubscriptionGroup=true",
                "storePathRootDir=" + directory.resolve("store"),
                "storePathCommitLog=" + directory.resolve("store/commitlog"),
                "mappedFileSizeCommitLog=67108864",
                "messageDelayLevel=1s");
        launch("namesrv", "broker", "org.apache.rocketmq.namesrv.NamesrvStartup");
        launch("broker", "broker", "org.apache.rocketmq.broker.BrokerStartup");
    }

    private void launchWorker(int year, int nameServer) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "workerId=w1",
                "httpPort=" + port,
                "namesrvAddr=127.0.0.1:" + nameServer,
                "pluginPaths=" + runtimes().resolve(year + "/plugins"),
                "storePathRootDir=" + directory.resolve("store")));
        if (year == 2024) {
            Files.copy(
                    directory.resolve("logback.xml"),
                    Files.createDirectories(directory.resolve("conf")).resolve("logback.xml"));
            settings.addAll(List.of("clusterName=DefaultCluster", "autoCreateGroupEnable=true", "aclEnable=false"));
        }
        write("worker.properties", settings.toArray(String[]::new));
        launch(
                "worker",
                "" + year,
                "org.apache.rocketmq.connect.runtime."
                        + (year == 2024 ? "StandaloneConnectStartup" : "ConnectStartup"));
    }

    private void launch(String name, String libraries, String mainClass) throws IOException {
        List<String> jvm = new ArrayList<>(JVM);
        jvm.add("-Duser.home=" + directory);
        jvm.add("-Drocketmq.home.dir=" + directory);
        jvm.add("-Dconnect.home.dir=" + directory);
        jvm.add("-Drocketmq.client.logRoot=" + directory);
        jvm.add("-Drmq.logback.configurationFile=" + directory.resolve("logback.xml"));
        launch(
                Files.createDirectories(directory.resolve(name)),
                directory.resolve(name + ".out"),
                jvm,
                runtimes().resolve(libraries + "/lib"),
                mainClass,
                "-c",
                directory.resolve(name + ".properties").toString());
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(directory.resolve(file), Stream.of(lines).toList());
    }
}
