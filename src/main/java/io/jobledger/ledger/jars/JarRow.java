package io.jobledger.ledger.jars;

import io.jobledger.ledger.Limits;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.List;

@MappedEntity("jars")
record JarRow(@Id String id, String name, String sha256, long size, long uploadedAt, String entryClasses) {
    private static final String SEPARATOR = "\n";

    static JarRow of(Jar jar) {
        String entryClasses = String.join(SEPARATOR, jar.entryClasses());
        return new JarRow(
                jar.id(),
                Limits.fit(jar.name(), Limits.JAR_ID),
                jar.sha256(),
                jar.size(),
                jar.uploadedAt(),
                Limits.fit(entryClasses, Limits.LONG_TEXT));
    }

    Jar toJar() {
        List<String> classes = entryClasses.isEmpty() ? List.of() : List.of(entryClasses.split(SEPARATOR));
        return new Jar(id, name, sha256, size, uploadedAt, classes);
    }
}
