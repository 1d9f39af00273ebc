/** Keeps the configurations that engines are to run, with their secrets. History never reads them. */
package io.jobledger.ledger.wanted;
