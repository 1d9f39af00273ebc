/** The engine now: calls passed on to it, with what the contract promises in addition. */
package io.jobledger.seatunnel.live;
