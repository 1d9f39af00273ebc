/** Builds the parts of Flink clusters, with plain constructors. */
package io.jobledger.flink.wiring;
