package io.jobledger.engine;

/** Represents an engine that is switched off. Its recorded jobs stay readable. */
public final class AbsentEngine extends AbstractEngine {

    /** @param reason why the engine is not there, as the end of the message "not available: …" */
    public AbsentEngine(String name, String reason) {
        super(name, false);
        availability.stopped(reason);
    }

    /** Does nothing, because the engine is always stopped. */
    @Override
    public void stop() {}
}
