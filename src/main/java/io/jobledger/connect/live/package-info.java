/** The workers now: calls to them, what they know, and both APIs put together from it. */
package io.jobledger.connect.live;
