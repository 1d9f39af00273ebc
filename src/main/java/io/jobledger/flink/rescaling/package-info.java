/** Rescaling: the parallelism of a running job changed, through the engine's resource requirements. */
package io.jobledger.flink.rescaling;
