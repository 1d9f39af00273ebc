/** Child processes: the engines that the service starts, watches, and ends with itself. */
package io.jobledger.engine.process;
