package io.jobledger.ledger.runs;

import io.jobledger.ledger.Limits;
import io.jobledger.ledger.StateChange;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("state_changes")
record StateRow(@Id long runId, @Id long time, @Id String state) {
    static StateRow of(long runId, StateChange change) {
        return new StateRow(runId, change.time(), Limits.fit(change.state(), Limits.STATE));
    }

    StateChange toFact() {
        return new StateChange(state, time);
    }
}
