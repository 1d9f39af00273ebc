package io.jobledger.flink.contract;

import io.jobledger.contract.WireNameRules;
import java.util.Set;

class WireNamesTest extends WireNameRules {

    /** Forms are parts, not models; an object without fields becomes a plain {@code Object}. */
    private static final Set<String> WITHOUT_MODEL = Set.of("JobSubmission", "JarUpload", "EmptyObject");

    WireNamesTest() {
        super(FlinkContract.get(), new Expected("io.jobledger.flink.contract.model", 126, 608, WITHOUT_MODEL));
    }
}
