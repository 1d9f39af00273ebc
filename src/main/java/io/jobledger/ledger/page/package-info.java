/** Cuts answers into pages, found by the sort key at their edge. */
package io.jobledger.ledger.page;
