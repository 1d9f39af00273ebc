/** Masks passwords and keys in what is recorded of jobs and of requests, for any engine. */
package io.jobledger.secrets;
