package io.jobledger.jobs;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.accumulators.IntCounter;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The job of the tests. {@code --kind batch} ends by itself; {@code stream} runs until it is cancelled, with a checkpoint
 * every 200 ms; {@code fail} fails at its 300th record, twice more after restarts, and then for good; {@code stuck} stays
 * at its first record, so that no checkpoint and no savepoint of it ever completes; {@code slow-start} is a stream that
 * is INITIALIZING for some seconds, on 1.20 alone. Compiled against 1.20, all others run on 2.x as well.
 */
public final class ProbeJob {
    private ProbeJob() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> parameters = parameters(args);
        String kind = parameters.getOrDefault("kind", "batch");
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "2");
        configuration.setString("restart-strategy.fixed-delay.delay", "200 ms");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.getConfig().setGlobalJobParameters(Configuration.fromMap(Map.of("kind", kind)));
        boolean batch = kind.equals("batch");
        if (batch) {
            env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        } else {
            env.enableCheckpointing(200);
        }
        long records = batch ? 1000 : Long.MAX_VALUE;
        DataStream<Long> numbers = env.fromSequence(1, records).name("numbers");
        if (kind.equals("slow-start")) {
            env.getConfig().enableObjectReuse();
            SlowStart.end(numbers);
        }
        numbers.map(new Step(batch ? 0 : kind.equals("stuck") ? Long.MAX_VALUE : 2, kind.equals("fail") ? 300 : Long.MAX_VALUE))
                .name("step")
                .keyBy(number -> number % 4)
                .reduce(Long::sum)
                .name("sum")
                .sinkTo(new DiscardingSink<>())
                .name("discard");
        env.execute(parameters.getOrDefault("name", "probe-" + kind));
    }

    /** Flink has a class for this, but not the same one in 1.20 and 2.x. */
    private static Map<String, String> parameters(String[] args) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            parameters.put(args[i].substring("--".length()), args[i + 1]);
        }
        return parameters;
    }

    /** Counts, slows down, and fails where it is told to. */
    private static final class Step extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1L;

        private final long pauseMillis;
        private final long failAfter;
        private final IntCounter seen = new IntCounter();
        private final ListAccumulator<String> first = new ListAccumulator<>();

        Step(long pauseMillis, long failAfter) {
            this.pauseMillis = pauseMillis;
            this.failAfter = failAfter;
        }

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator("seen", seen);
            getRuntimeContext().addAccumulator("first", first);
        }

        @Override
        public Long map(Long number) throws Exception {
            if (seen.getLocalValue() == 0) {
                first.add(Long.toString(number));
            }
            seen.add(1);
            if (seen.getLocalValue() > failAfter) {
                throw new IllegalStateException("probe: deliberate failure at " + number);
            }
            if (pauseMillis > 0) {
                Thread.sleep(pauseMillis);
            }
            return number;
        }
    }
}
