/** Changes that clients ask for. Each is noted in the ledger. */
package io.jobledger.connect.operation;
