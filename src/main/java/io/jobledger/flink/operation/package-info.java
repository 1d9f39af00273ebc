/** Records operations that clients ask of the engine, and their outcomes, which the engine forgets. */
package io.jobledger.flink.operation;
