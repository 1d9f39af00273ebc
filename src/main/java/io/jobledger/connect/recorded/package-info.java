/** Answers about connectors from the ledger. */
package io.jobledger.connect.recorded;
