package io.jobledger.ledger.runs;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.Vertex;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("vertices")
record VertexRow(
        @Id long runId,
        @Id String vertexId,
        int ordinal,
        String name,
        int parallelism,
        @Nullable Integer maxParallelism,
        String status,
        @Nullable Long startTime,
        @Nullable Long endTime) {
    static VertexRow of(long runId, Vertex vertex) {
        return new VertexRow(
                runId,
                Limits.fit(vertex.vertexId(), Limits.VERTEX_ID),
                vertex.ordinal(),
                Limits.fit(vertex.name(), Limits.VERTEX_NAME),
                vertex.parallelism(),
                vertex.maxParallelism(),
                Limits.fit(vertex.status(), Limits.STATE),
                vertex.startTime(),
                vertex.endTime());
    }

    Vertex toFact() {
        return new Vertex(vertexId, ordinal, name, parallelism, maxParallelism, status, startTime, endTime);
    }
}
