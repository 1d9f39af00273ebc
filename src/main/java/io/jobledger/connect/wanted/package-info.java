/** Keeps what workers are to run, configs with their secrets, in a table that history never reads. */
package io.jobledger.connect.wanted;
