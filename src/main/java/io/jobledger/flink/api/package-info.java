/** Implements Flink's contract: each controller hands an operation to the service that answers it. */
package io.jobledger.flink.api;
