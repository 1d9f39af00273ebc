package io.jobledger.flink.contract;

import io.jobledger.contract.Contract;
import java.nio.file.Path;

/** The contract of the Flink side. */
public final class FlinkContract extends Contract {

    private static final FlinkContract INSTANCE = new FlinkContract();

    private FlinkContract() {
        super(Path.of("openapi/flink-rest.yaml"));
    }

    public static FlinkContract get() {
        return INSTANCE;
    }
}
