package io.jobledger.jobs;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job whose one task takes an hour for its first record: until then no savepoint of it can be completed. */
public final class StuckJob {
    private StuckJob() {}

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSequence(1, 2)
                .map(number -> {
                    Thread.sleep(3_600_000);
                    return number;
                })
                .returns(Types.LONG)
                .sinkTo(new DiscardingSink<>());
        env.execute("stuck");
    }
}
