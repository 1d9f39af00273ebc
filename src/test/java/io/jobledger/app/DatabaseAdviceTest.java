package io.jobledger.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jobledger.cluster.EngineCluster;
import io.jobledger.cluster.EngineClusters;
import io.jobledger.cluster.EngineKind;
import io.jobledger.engine.EngineMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DatabaseAdviceTest {
    private static final String H2 = "jdbc:h2:file:/data/ledger";

    @Test
    void whoLooksLikeProductionIsAdvised() {
        assertThat(advice(H2, "127.0.0.1", "remote", "off", null)).contains("datasources.default.url", "flink");
        assertThat(advice(H2, "127.0.0.1", "off", "remote", null)).contains("datasources.default.url", "seatunnel");
        assertThat(advice(H2, "0.0.0.0", "embedded", "off", null)).contains("micronaut.server.host");
        assertThat(advice(H2, "localhost", "embedded", "off", "10.0.0.1")).contains("Kubernetes");
    }

    @Test
    void nobodyElseIs() {
        assertThat(advice(H2, "127.0.0.1", "embedded", "off", null)).isEmpty();
        assertThat(advice("jdbc:postgresql://db/ledger", "0.0.0.0", "remote", "remote", "10.0.0.1"))
                .isEmpty();
    }

    private static String advice(String url, String host, String flink, String seatunnel, String kubernetes) {
        Logger logger = (Logger) LoggerFactory.getLogger(DatabaseAdvice.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            EngineClusters clusters = new EngineClusters(List.of(kind("flink", flink), kind("seatunnel", seatunnel)));
            new DatabaseAdvice(url, host, clusters, kubernetes).warn(null);
            return appender.list.stream()
                    // Not that of a service which another test starts at the same time.
                    .filter(event ->
                            event.getThreadName().equals(Thread.currentThread().getName()))
                    .map(ILoggingEvent::getFormattedMessage)
                    .reduce("", String::concat);
        } finally {
            logger.detachAppender(appender);
        }
    }

    private static EngineKind kind(String name, String mode) {
        return new EngineKind() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public EngineMode mode() {
                return EngineMode.parse("mode", mode);
            }

            @Override
            public List<EngineCluster> clusters() {
                return List.of();
            }

            @Override
            public List<String> links(String jobId) {
                return List.of();
            }
        };
    }
}
