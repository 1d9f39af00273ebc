/**
 * Which Flink the service has, and how the embedded one is started and set up. Nothing here runs inside Flink: that lies
 * in {@code engines/flink}.
 */
package io.jobledger.flink.embedded;
