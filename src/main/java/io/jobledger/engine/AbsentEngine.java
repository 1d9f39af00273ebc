package io.jobledger.engine;

/** An engine that is switched off: what was recorded of it stays readable. */
public final class AbsentEngine extends AbstractEngine {

    /** @param reason why it is not there, for those who ask for it: the end of the sentence "not available: …" */
    public AbsentEngine(String name, String reason) {
        super(name, false);
        availability.stopped(reason);
    }

    /** It never was anything else. */
    @Override
    public void stop() {}
}
