/**
 * Engines as the service sees them: base URLs that are available or not, and the processes of embedded engines. This
 * package names no engine and uses no other part of the service.
 */
package io.jobledger.engine;
