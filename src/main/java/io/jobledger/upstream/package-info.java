/** Calls that answer a client: it lies between the engines and HTTP because it makes an answer of an engine's failure. */
package io.jobledger.upstream;
