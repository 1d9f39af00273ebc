/**
 * Engines as the service sees them: base URLs that are there or not, and the processes behind those that it runs itself.
 * Knows no engine in particular and nothing else of this service.
 */
package io.jobledger.engine;
