/** Uploaded jars: kept by us, given to the engine when it needs them. */
package io.jobledger.flink.jars;
