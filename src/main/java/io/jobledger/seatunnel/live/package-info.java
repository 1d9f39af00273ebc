/** Calls that are passed on to the engine, and the contract's additions to its answers. */
package io.jobledger.seatunnel.live;
