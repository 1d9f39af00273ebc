/** Pages of an answer, found by the sort key at their edge. */
package io.jobledger.ledger.page;
