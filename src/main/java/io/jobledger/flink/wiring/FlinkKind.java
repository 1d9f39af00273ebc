package io.jobledger.flink.wiring;

import io.jobledger.cluster.WiredKind;
import io.jobledger.flink.embedded.FlinkProperties;
import io.jobledger.http.Answers;
import io.jobledger.ledger.retention.RunsForgotten;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the Flink clusters of the service, and answers for the one that a request names. */
@Singleton
public final class FlinkKind extends WiredKind<FlinkProperties, FlinkParts> implements Answers {
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-fA-F]{32}");

    FlinkKind(FlinkWiring wiring, FlinkProperties properties) {
        super(wiring, properties);
    }

    @Override
    public CompletionStage<HttpResponse<?>> engine(HttpRequest<?> request) {
        return asked(request).documents().engine(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> raw(HttpRequest<?> request) {
        return asked(request).documents().raw(request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> either(HttpRequest<?> request) {
        return asked(request).documents().either(request);
    }

    @Override
    public List<String> links(String jobId) {
        return JOB_ID.matcher(jobId).matches()
                ? Stream.of("", "/config", "/plan", "/checkpoints", "/exceptions")
                        .map(path -> "/jobs/" + jobId + path)
                        .toList()
                : List.of();
    }

    @PreDestroy
    void close() {
        all().forEach(parts -> parts.documents().close());
    }

    @EventListener
    void forget(RunsForgotten event) {
        all().forEach(parts -> parts.recorded().forgetAll());
    }
}
