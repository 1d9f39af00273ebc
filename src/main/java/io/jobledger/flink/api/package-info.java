/** The controllers: Flink's contract, each operation handed to the service that answers it. */
package io.jobledger.flink.api;
