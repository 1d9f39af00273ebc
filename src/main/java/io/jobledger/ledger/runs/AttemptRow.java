package io.jobledger.ledger.runs;

import io.jobledger.ledger.Attempt;
import io.jobledger.ledger.Limits;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("attempts")
record AttemptRow(
        @Id long runId,
        @Id String vertexId,
        @Id int subtask,
        @Id int attempt,
        String status,
        @Nullable String host,
        @Nullable Long startTime,
        @Nullable Long endTime) {
    record Number(String vertexId, int subtask, int attempt) {}

    static AttemptRow of(long runId, Attempt attempt) {
        return new AttemptRow(
                runId,
                Limits.fit(attempt.vertexId(), Limits.VERTEX_ID),
                attempt.subtask(),
                attempt.attempt(),
                Limits.fit(attempt.status(), Limits.STATE),
                Limits.fit(attempt.host(), Limits.HOST),
                attempt.startTime(),
                attempt.endTime());
    }

    Number number() {
        return new Number(vertexId, subtask, attempt);
    }

    Attempt toFact() {
        return new Attempt(vertexId, subtask, attempt, status, host, startTime, endTime);
    }
}
