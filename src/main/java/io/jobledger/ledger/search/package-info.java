/**
 * Answers questions about all recorded runs, of every engine and cluster, page by page.
 *
 * <p>A page is found by the sort key at its edge, not by counting. Page 1,000 costs as much as page 1. Rows recorded
 * meanwhile neither repeat nor hide others.
 */
package io.jobledger.ledger.search;
