/** Settings of the SeaTunnel that the service has, and the start of an embedded one. */
package io.jobledger.seatunnel.embedded;
