package io.jobledger.seatunnel.contract;

import io.jobledger.contract.Contract;
import java.nio.file.Path;

/** The contract of the SeaTunnel side. */
public final class SeaTunnelContract extends Contract {

    private static final SeaTunnelContract INSTANCE = new SeaTunnelContract();

    private SeaTunnelContract() {
        super(Path.of("openapi/seatunnel-rest.yaml"));
    }

    public static SeaTunnelContract get() {
        return INSTANCE;
    }
}
