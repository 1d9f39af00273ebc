/** Builds the parts of one SeaTunnel cluster, with plain constructors. */
package io.jobledger.seatunnel.wiring;
