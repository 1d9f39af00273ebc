/** RocketMQ Connect: what its parts share. */
package io.jobledger.connect;
