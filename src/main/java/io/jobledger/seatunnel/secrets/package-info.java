/** Masks passwords and keys in everything that is recorded of a SeaTunnel job. */
package io.jobledger.seatunnel.secrets;
