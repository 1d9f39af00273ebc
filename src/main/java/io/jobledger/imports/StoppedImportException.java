package io.jobledger.imports;

/** Ends a step of an import that is stopped. The step has no outcome: formats let it pass. */
public final class StoppedImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedImportException() {
        super("The import is stopped");
    }
}
