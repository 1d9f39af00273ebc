/** Records what the workers tell of connectors. */
package io.jobledger.connect.recorder;
