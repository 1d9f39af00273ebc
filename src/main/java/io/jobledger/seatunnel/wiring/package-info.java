/** Builds what belongs to one SeaTunnel cluster, with plain constructors. */
package io.jobledger.seatunnel.wiring;
