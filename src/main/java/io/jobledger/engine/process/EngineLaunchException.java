package io.jobledger.engine.process;

/** An engine cannot be started, and trying again would not help before somebody mends what the message says. */
public final class EngineLaunchException extends Exception {
    public EngineLaunchException(String message) {
        super(message);
    }
}
