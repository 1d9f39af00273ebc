/** Stores uploaded jars, and uploads them to the engine on demand. */
package io.jobledger.flink.jars;
