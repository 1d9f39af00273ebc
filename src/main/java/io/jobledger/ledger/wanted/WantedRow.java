package io.jobledger.ledger.wanted;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("wanted_configs")
record WantedRow(@Id int clusterId, @Id String jobId, String state, String config, long wantedAt) {
    WantedConfig toWanted() {
        return new WantedConfig(jobId, state, config);
    }
}
