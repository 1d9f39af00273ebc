package io.jobledger.seatunnel.operation;

import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
public class SubmittedConfigs {
    public Optional<JsonNode> of(String jobId, long startTime) {
        return Optional.empty();
    }
}
