package io.jobledger.ledger.jars;

import java.util.List;
import java.util.Optional;

/** The uploaded jars. */
public interface JarCatalogue {
    /** Adds a jar; one with the same id stays as it is. */
    void add(Jar jar);

    Optional<Jar> find(String id);

    /** Newest upload first. */
    List<Jar> list();

    /** Whether there was such a jar. */
    boolean remove(String id);
}
