/** Masks passwords and keys in the records of jobs and of requests, for any engine. */
package io.jobledger.secrets;
