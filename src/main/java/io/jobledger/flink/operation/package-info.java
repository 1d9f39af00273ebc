/** What was asked of the engine, and how it came out: remembered after the engine has forgotten. */
package io.jobledger.flink.operation;
