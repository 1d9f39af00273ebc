/** Apache SeaTunnel: the REST API of its Zeta engine in front of a real node. */
package io.jobledger.seatunnel;
