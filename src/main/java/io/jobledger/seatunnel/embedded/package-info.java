/** Which SeaTunnel the service has, and how the embedded one is started and set up. */
package io.jobledger.seatunnel.embedded;
