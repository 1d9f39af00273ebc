package io.jobledger.ledger.jars;

import java.util.List;
import java.util.Optional;

/** Keeps the list of uploaded jars. */
public interface JarCatalogue {
    /** Adds a jar; one with the same id stays as it is. */
    void add(Jar jar);

    Optional<Jar> find(String id);

    /** Returns all jars, newest upload first. */
    List<Jar> list();

    /** Removes a jar, and returns whether there was one. */
    boolean remove(String id);
}
