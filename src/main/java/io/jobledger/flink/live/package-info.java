/** Reads the live engine: lists its jobs, and passes calls on to it. */
package io.jobledger.flink.live;
