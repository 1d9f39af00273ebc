package io.jobledger.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A signal of the operating system, for which Java has no method. */
public enum Signal {
    /** Stops a process from doing anything, as on a machine that hangs: connections are taken, and not answered. */
    STOP,
    /** Undoes {@link #STOP}. */
    CONT;

    /** Sends it. A process that does not exist is an error. */
    public void to(long pid) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name() + " " + pid + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
