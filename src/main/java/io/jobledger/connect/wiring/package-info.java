/** Builds the parts of one RocketMQ Connect cluster, with plain constructors. */
package io.jobledger.connect.wiring;
