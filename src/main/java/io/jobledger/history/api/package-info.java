/** The controllers of the history's contract, and its errors. */
package io.jobledger.history.api;
