/** Numbers the clusters of engines: rows name a cluster by its number. */
package io.jobledger.ledger.clusters;
