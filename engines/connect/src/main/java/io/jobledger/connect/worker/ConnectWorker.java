package io.jobledger.connect.worker;

import java.nio.file.Path;
import org.apache.rocketmq.common.MQVersion;
import org.slf4j.LoggerFactory;

/** Runs RocketMQ's name server and broker and a worker of connectors: {@code ConnectWorker <settings file>}. */
public final class ConnectWorker {

    private ConnectWorker() {}

    public static void main(String[] args) throws Exception {
        long began = System.currentTimeMillis();
        Settings settings = Settings.read(Path.of(args[0]));
        // Without it the broker registers with no topics, silently.
        System.setProperty("rocketmq.remoting.version", Integer.toString(MQVersion.CURRENT_VERSION));
        // For rmq.logback.xml and what RocketMQ would write into the user's home.
        System.setProperty("connect.log", settings.log().toString());
        System.setProperty("user.home", settings.store().toString());
        System.setProperty("rocketmq.client.logUseSlf4j", "true");
        System.setProperty(
                "rocketmq.client.localOffsetStoreDir",
                settings.store().resolve("client").toString());
        // Small answers must not wait for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        EmbeddedBroker broker = EmbeddedBroker.start(settings);
        Worker worker = new Worker(settings, new Plugins(settings.plugins()), new Messages(broker));
        worker.resumeAll();
        HttpApi.start(settings.httpPort(), new Routes(worker));
        LoggerFactory.getLogger(ConnectWorker.class)
                .info("Ready on port {} after {} ms", settings.httpPort(), System.currentTimeMillis() - began);
    }
}
