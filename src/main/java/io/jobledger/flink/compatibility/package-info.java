/** Converts answers of other versions of Flink to those of the contract. */
package io.jobledger.flink.compatibility;
