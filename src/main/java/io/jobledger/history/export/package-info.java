/** Whole answers as streams of lines, in constant memory. */
package io.jobledger.history.export;
