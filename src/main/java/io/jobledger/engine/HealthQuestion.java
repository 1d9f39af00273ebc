package io.jobledger.engine;

import java.util.Optional;
import java.util.function.Function;

/**
 * A GET that tells whether an engine is well.
 *
 * @param path below the engine's base URL
 * @param version reads the engine's version out of the body of a 200; empty if the engine is not well
 */
public record HealthQuestion(String path, Function<String, Optional<String>> version) {}
