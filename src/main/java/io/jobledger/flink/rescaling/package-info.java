/** Changes the parallelism of running jobs, through the engine's resource requirements. */
package io.jobledger.flink.rescaling;
