/** The HTTP client to engines; equal reads at one time share one call. */
package io.jobledger.engine.client;
