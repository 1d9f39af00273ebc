package io.jobledger.history.contract;

import io.jobledger.contract.Contract;
import java.nio.file.Path;

/** The contract of the history over all engines. */
public final class HistoryContract extends Contract {

    private static final HistoryContract INSTANCE = new HistoryContract();

    private HistoryContract() {
        super(Path.of("openapi/history-rest.yaml"));
    }

    public static HistoryContract get() {
        return INSTANCE;
    }
}
