/** The application: its start, the refusals to start, and advice in the log. */
package io.jobledger.app;
