/** Stores the engines' own JSON documents of a run, in compressed chunks with an index by path. */
package io.jobledger.ledger.documents;
