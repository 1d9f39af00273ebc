/** The API of all recorded runs, of all engines and clusters. It never asks an engine. */
package io.jobledger.history;
