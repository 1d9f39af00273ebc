/** What makes the answers of other versions of Flink those of the contract. */
package io.jobledger.flink.compatibility;
