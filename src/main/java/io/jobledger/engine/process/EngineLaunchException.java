package io.jobledger.engine.process;

/** Says that an engine cannot be started, until a user mends the cause in the message. */
public final class EngineLaunchException extends Exception {
    public EngineLaunchException(String message) {
        super(message);
    }
}
