package io.jobledger.ledger.retention;

import java.util.List;

/**
 * Holds the effect of a rule at one time.
 *
 * @param clusterIds of the runs that it is about; null for all
 * @param last the last of the ends that it deletes
 */
record Expiry(RetentionRule rule, List<Integer> clusterIds, RunEnd last) {}
