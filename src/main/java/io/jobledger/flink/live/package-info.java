/** The engine as it is now: its listing of jobs, and calls passed on to it. */
package io.jobledger.flink.live;
