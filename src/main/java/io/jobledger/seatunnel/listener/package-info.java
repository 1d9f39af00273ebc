/** A port of its own for SeaTunnel's clients, who know the engine at that port and nothing else there. */
package io.jobledger.seatunnel.listener;
