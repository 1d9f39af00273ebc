/** Calls to an engine on behalf of clients: waits for the engine, and answers for its failures. */
package io.jobledger.cluster;
