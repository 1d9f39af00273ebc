/** Builds what belongs to one Flink cluster, with plain constructors. */
package io.jobledger.flink.wiring;
