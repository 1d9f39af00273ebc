package io.jobledger.connect.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/** Runs a name server and a broker in this process, on the loopback interface only. */
final class EmbeddedBroker {
    static final String LOOPBACK = "127.0.0.1";

    private static final int QUEUES = 4;
    private static final int MEGABYTE = 1024 * 1024;
    private static final long ROUTE_WAIT_NANOS = 50_000_000;

    private final String nameServer;
    private final NamesrvController names;
    private final BrokerController broker;

    private EmbeddedBroker(String nameServer, NamesrvController names, BrokerController broker) {
        this.nameServer = nameServer;
        this.names = names;
        this.broker = broker;
    }

    static EmbeddedBroker start(Settings settings) throws Exception {
        String nameServer = LOOPBACK + ":" + settings.nameServerPort();
        NamesrvConfig namesrv = new NamesrvConfig();
        namesrv.setKvConfigPath(settings.store().resolve("namesrv.json").toString());
        namesrv.setConfigStorePath(
                settings.store().resolve("namesrv.properties").toString());
        namesrv.setDefaultThreadPoolNums(2);
        namesrv.setClientRequestThreadPoolNums(2);
        NamesrvController names = new NamesrvController(namesrv, server(settings.nameServerPort()));
        if (!names.initialize()) {
            throw new IllegalStateException("The name server cannot be started");
        }
        names.start();
        BrokerController broker = new BrokerController(
                config(nameServer),
                server(freeBrokerPort(settings.brokerPort())),
                new NettyClientConfig(),
                store(settings),
                new AuthConfig());
        if (!broker.initialize()) {
            throw new IllegalStateException("The broker cannot read its store " + settings.store());
        }
        broker.start();
        EmbeddedBroker embedded = new EmbeddedBroker(nameServer, names, broker);
        embedded.topic("connect-started");
        return embedded;
    }

    String nameServer() {
        return nameServer;
    }

    /** Makes the topic if it lacks, and returns once the name server knows where it is. */
    synchronized void topic(String name) {
        if (broker.getTopicConfigManager().selectTopicConfig(name) == null) {
            broker.getTopicConfigManager().updateTopicConfig(new TopicConfig(name, QUEUES, QUEUES));
        }
        // The first registrations after the start get lost.
        while (names.getRouteInfoManager().pickupTopicRouteData(name) == null) {
            broker.registerBrokerAll(true, false, true);
            LockSupport.parkNanos(ROUTE_WAIT_NANOS);
        }
    }

    void stop() {
        broker.shutdown();
        names.shutdown();
    }

    private static NettyServerConfig server(int port) {
        NettyServerConfig config = new NettyServerConfig();
        config.setBindAddress(LOOPBACK);
        config.setListenPort(port);
        config.setServerSelectorThreads(1);
        config.setServerWorkerThreads(2);
        return config;
    }

    private static BrokerConfig config(String nameServer) {
        BrokerConfig config = new BrokerConfig();
        config.setBrokerName("connect");
        config.setBrokerClusterName("connect");
        config.setBrokerIP1(LOOPBACK);
        config.setBrokerIP2(LOOPBACK);
        config.setNamesrvAddr(nameServer);
        config.setAutoCreateTopicEnable(false);
        config.setSendMessageThreadPoolNums(2);
        config.setPullMessageThreadPoolNums(2);
        config.setAdminBrokerThreadPoolNums(1);
        config.setQueryMessageThreadPoolNums(1);
        config.setAckMessageThreadPoolNums(1);
        config.setLitePullMessageThreadPoolNums(1);
        config.setProcessReplyMessageThreadPoolNums(1);
        config.setClientManageThreadPoolNums(1);
        config.setConsumerManageThreadPoolNums(1);
        config.setHeartbeatThreadPoolNums(1);
        config.setEndTransactionThreadPoolNums(1);
        return config;
    }

    private static MessageStoreConfig store(Settings settings) throws IOException {
        Path root = Files.createDirectories(settings.store().resolve("broker"));
        MessageStoreConfig config = new MessageStoreConfig();
        config.setStorePathRootDir(root.toString());
        config.setStorePathCommitLog(root.resolve("commitlog").toString());
        // Small files: they are mapped, so what is touched of them counts as our memory.
        config.setMappedFileSizeCommitLog(16 * MEGABYTE);
        config.setMappedFileSizeConsumeQueue(MEGABYTE);
        config.setMessageIndexEnable(false);
        config.setTimerWheelEnable(false);
        config.setHaListenPort(0);
        // Else a disk that is almost full costs messages that no sink has had yet. So it only refuses new ones.
        config.setCleanFileForciblyEnable(false);
        return config;
    }

    /** Returns a port that is free together with the one that the broker takes besides, two below. */
    private static int freeBrokerPort(int wanted) throws IOException {
        int port = wanted;
        while (!free(port) || !free(port - 2)) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
                port = socket.getLocalPort();
            }
        }
        return port;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
