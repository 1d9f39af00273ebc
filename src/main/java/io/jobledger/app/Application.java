package io.jobledger.app;

import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service. */
public final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private Application() {}

    public static void main(String[] args) {
        // A data dir such as "data" means the one below the working directory; H2 would refuse to guess that.
        System.setProperty("h2.implicitRelativePath", "true");
        new Start().args(args).mainClass(Application.class).banner(false).start();
    }

    /** Logs in one line a cause that the user can mend, instead of a stack trace. */
    private static final class Start extends Micronaut {
        @Override
        protected void handleStartupException(Environment environment, Throwable failure) {
            String url = environment
                    .getProperty("datasources.default.url", String.class)
                    .orElse(null);
            Optional<String> reason = StartRefusal.reason(failure, url);
            if (reason.isPresent()) {
                LOG.debug("The start failed", failure);
                LOG.error("jobledger does not start. {}", reason.get());
            } else {
                LOG.error("jobledger does not start", failure);
            }
            System.exit(1);
        }
    }
}
