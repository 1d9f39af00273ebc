package io.jobledger.flink.wiring;

import io.jobledger.engine.EngineMode;
import io.jobledger.flink.archive.ArchiveReader;
import io.jobledger.flink.archive.FlinkArchiveFormat;
import io.jobledger.flink.archive.RecordedBefore;
import io.jobledger.flink.archive.RunFacts;
import io.jobledger.http.Json;
import io.jobledger.http.ready.ReadyAnswers;
import io.jobledger.imports.ArchiveFormat;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Provides the beans of Flink's main cluster to the rest of the service. */
@Factory
final class FlinkBeans {

    @Singleton
    ReadyAnswers lists(FlinkKind flink) {
        return flink.main().lists();
    }

    @Singleton
    ReadyAnswers documents(FlinkKind flink) {
        return flink.main().documents();
    }

    @Singleton
    ArchiveFormat archives(
            FlinkKind flink,
            @Nullable @Property(name = "jobledger.flink.archive-dirs") List<String> directories,
            RunFacts facts,
            RecordedBefore before,
            ArchiveReader reader,
            Json json,
            Clock clock) {
        FlinkParts main = flink.main();
        return new FlinkArchiveFormat(
                main.cluster(),
                directories,
                flink.mode() != EngineMode.OFF,
                facts,
                before,
                main.recorded(),
                reader,
                json,
                clock);
    }
}
