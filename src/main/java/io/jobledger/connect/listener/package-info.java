/** A separate port for clients of RocketMQ Connect's current API. It serves that API and nothing else. */
package io.jobledger.connect.listener;
