package io.jobledger.clients;

import java.util.Locale;
import java.util.Map;

/** A language with a program that uses the generated clients. */
enum Language {
    GO("Go", "go"),
    JAVA("Java (okhttp-gson)", "java"),
    KOTLIN("Kotlin", "kotlin"),
    PYTHON("Python", "python"),
    RUBY("Ruby", "ruby"),
    PHP("PHP", "php"),
    TYPESCRIPT_FETCH("TypeScript", "typescript-fetch"),
    TYPESCRIPT_OPENAPI_FETCH("TypeScript", "openapi-typescript"),
    TYPESCRIPT_HEY_API("TypeScript", "@hey-api/openapi-ts");

    private final String title;
    private final String generator;

    Language(String title, String generator) {
        this.title = title;
        this.generator = generator;
    }

    String title() {
        return title;
    }

    /** The name of the generator in openapi-generator, or of the npm package that generates. */
    String generator() {
        return generator;
    }

    /** The name of its directory in src/clients, which {@code -Dclients.skip} takes. */
    String directory() {
        return this == JAVA
                ? "java-okhttp-gson"
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Tells whether {@code run.sh} generates the clients, with an npm package. */
    boolean generatesItself() {
        return this == TYPESCRIPT_OPENAPI_FETCH || this == TYPESCRIPT_HEY_API;
    }

    /** The options that name the packages: all three clients are used by one program. */
    Map<String, Object> packages(String contract) {
        String camel = contract.substring(0, 1).toUpperCase(Locale.ROOT) + contract.substring(1) + "Client";
        return switch (this) {
            case GO -> Map.of("packageName", contract);
            case JAVA ->
                Map.of(
                        "invokerPackage",
                        contract,
                        "apiPackage",
                        contract + ".api",
                        "modelPackage",
                        contract + ".model");
            case KOTLIN -> Map.of("packageName", contract);
            case PYTHON -> Map.of("packageName", contract + "_client");
            case RUBY -> Map.of("gemName", contract + "_client", "moduleName", camel);
            case PHP -> Map.of("invokerPackage", camel);
            case TYPESCRIPT_FETCH, TYPESCRIPT_OPENAPI_FETCH, TYPESCRIPT_HEY_API -> Map.of();
        };
    }
}
