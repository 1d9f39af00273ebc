/** A separate port for SeaTunnel's clients. It serves SeaTunnel's API and nothing else. */
package io.jobledger.seatunnel.listener;
