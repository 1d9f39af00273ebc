package io.jobledger.connect.dialect;

/** Holds the words of the runtimes that clients compare. */
public final class ConnectWords {
    public static final String SUCCESS = "success";
    public static final String FAILED = "failed";
    public static final String RUNNING = "running";
    public static final String NOT_RUNNING = "not running";
    public static final String SAME_CONFIG = "Connector with same config already exist.";
    public static final String KEY_MISSING = "Request config key: ";

    /** With the blank at its end. */
    public static final String TEXT_NO_CONFIG = "failed! query param 'config' is required ";

    /** What the runtime of 2019 says of a config that is no JSON. */
    public static final String TEXT_MALFORMED = "Internal server error";

    /** With the blank at its end. */
    public static final String NO_CONFIG = "Failed! query param 'config' is required ";

    public static final String MALFORMED = "Failed! query param 'config' is malformed";

    private ConnectWords() {}

    /** Returns an answer of the text dialect in the words of RocketMQ Connect's document, which differ from its code. */
    public static String documented(String answer) {
        return switch (answer) {
            case RUNNING -> "runing";
            case NOT_RUNNING -> "not runing";
            case FAILED -> "fail";
            default -> answer;
        };
    }
}
