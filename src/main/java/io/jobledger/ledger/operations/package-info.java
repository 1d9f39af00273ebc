/** Stores the operations that clients asked of an engine, and their outcomes. */
package io.jobledger.ledger.operations;
