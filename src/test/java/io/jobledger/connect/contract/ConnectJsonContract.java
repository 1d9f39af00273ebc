package io.jobledger.connect.contract;

import io.jobledger.contract.Contract;
import java.nio.file.Path;

/** The contract of the JSON API of RocketMQ Connect. */
public final class ConnectJsonContract extends Contract {

    private static final ConnectJsonContract INSTANCE = new ConnectJsonContract();

    private ConnectJsonContract() {
        super(Path.of("openapi/rocketmq-connect-json-rest.yaml"));
    }

    public static ConnectJsonContract get() {
        return INSTANCE;
    }

    @Override
    public String prefix() {
        return "/connect-json";
    }
}
