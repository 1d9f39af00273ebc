/** The contracts as the service gives them out, for clients to be generated from and for the API browser. */
package io.jobledger.openapi.api;
