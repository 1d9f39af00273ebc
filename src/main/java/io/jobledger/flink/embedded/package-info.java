/** Configures and starts the embedded Flink. Code that runs inside Flink is in {@code engines/flink}. */
package io.jobledger.flink.embedded;
