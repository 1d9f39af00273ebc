package io.jobledger.ledger.clusters;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

@MappedEntity("clusters")
public record ClusterRow(@Id @GeneratedValue @Nullable Integer id, String engine, String name) {}
