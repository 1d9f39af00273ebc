/** What the ledger has recorded, of all engines and clusters, as one API of our own. Never asks an engine. */
package io.jobledger.history;
