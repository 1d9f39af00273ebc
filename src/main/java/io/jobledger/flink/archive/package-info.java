/** Archives of jobs as Flink writes them: where they lie, what is in them, and what becomes of it in the ledger. */
package io.jobledger.flink.archive;
