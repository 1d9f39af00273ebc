package io.jobledger.jobs;

import org.apache.flink.api.common.io.InitializeOnMaster;
import org.apache.flink.api.common.io.OutputFormat;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;

/** An output that the JobManager initializes for some seconds: so long the job has no graph. */
final class SlowStart implements OutputFormat<Long>, InitializeOnMaster {
    private static final long serialVersionUID = 1L;
    private static final long MILLIS = 4_000;

    static void end(DataStream<Long> numbers) {
        numbers.writeUsingOutputFormat(new SlowStart());
    }

    @Override
    public void initializeGlobal(int parallelism) {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void configure(Configuration parameters) {}

    @Override
    public void open(int taskNumber, int tasks) {}

    @Override
    public void writeRecord(Long number) {}

    @Override
    public void close() {}
}
