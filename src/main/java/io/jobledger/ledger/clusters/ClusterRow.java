package io.jobledger.ledger.clusters;

/** One row of the table {@code clusters}. */
public record ClusterRow(int id, String engine, String name) {}
