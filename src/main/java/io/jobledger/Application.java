package io.jobledger;

import io.micronaut.runtime.Micronaut;

/** Starts the service. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        // A data dir such as "data" means the one below the working directory; H2 would refuse to guess that.
        System.setProperty("h2.implicitRelativePath", "true");
        Micronaut.build(args).mainClass(Application.class).banner(false).start();
    }
}
