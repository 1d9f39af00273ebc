/** Starts the worker that the build puts beside the service, or says where the user's own are. */
package io.jobledger.connect.embedded;
