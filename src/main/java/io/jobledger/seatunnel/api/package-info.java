/** SeaTunnel's REST API: controllers that implement the generated interfaces of the contract, and its errors. */
package io.jobledger.seatunnel.api;
