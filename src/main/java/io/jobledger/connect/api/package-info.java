/** The controllers of both of RocketMQ Connect's APIs, and the words of their errors. */
package io.jobledger.connect.api;
