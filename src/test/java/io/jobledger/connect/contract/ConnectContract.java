package io.jobledger.connect.contract;

import io.jobledger.contract.Contract;
import java.nio.file.Path;

/** The contract of the text API of RocketMQ Connect. */
public final class ConnectContract extends Contract {

    private static final ConnectContract INSTANCE = new ConnectContract();

    private ConnectContract() {
        super(Path.of("openapi/rocketmq-connect-rest.yaml"));
    }

    public static ConnectContract get() {
        return INSTANCE;
    }
}
