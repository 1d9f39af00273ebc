package io.jobledger.ledger.leases;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("leases")
record LeaseRow(@Id String name, @Nullable String holder, long beats) {}
