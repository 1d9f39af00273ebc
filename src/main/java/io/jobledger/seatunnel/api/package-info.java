/** SeaTunnel's REST API: controllers that implement what the contract generates, and its errors. */
package io.jobledger.seatunnel.api;
