package io.jobledger.fuzz;

import io.jobledger.fuzz.FuzzRequest.Expected;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Says whether an answer is one that the contract allows. */
final class Judge {
    /** Its words for an exception in one of its handlers or before. SeaTunnel has no such words. */
    private static final String WORDS_OF_FLINK = "Internal server error";

    /** Not implemented, and a version of HTTP that is not. */
    private static final Set<Integer> REFUSALS = Set.of(501, 505);

    /** Operations that answer 503 though nothing is away, with the reason. */
    private static final Map<String, String> UNAVAILABLE = Map.of(
            "PATCH /jobs/{jobid}/rescaling",
            "Flink rescales with its adaptive scheduler only, which is not its default.");

    private final FuzzedService service;
    private final long slowMillis;
    private final LongAdder ofEngine = new LongAdder();

    /** @param slowMillis how long an answer may take */
    Judge(FuzzedService service, long slowMillis) {
        this.service = service;
        this.slowMillis = slowMillis;
    }

    /** How many answers of 500 an engine has given itself. */
    long ofEngine() {
        return ofEngine.sum();
    }

    /** Returns what is wrong with an answer, or nothing. */
    Optional<String> fault(Expected expected, FuzzAnswer answer) {
        int status = answer.status();
        if (expected.statuses().isEmpty()) {
            boolean refused = status < 500 && status != FuzzAnswer.NONE || REFUSALS.contains(status);
            return refused ? Optional.empty() : Optional.of(status + " for no good HTTP: " + shortened(answer.body()));
        }
        if (status == FuzzAnswer.CLOSED) {
            return Optional.of("closed without an answer (" + answer.body() + ')');
        }
        if (status == FuzzAnswer.NONE) {
            return Optional.of("no answer in " + answer.millis() + " ms");
        }
        if (status >= 500 && !isOfEngine(expected, answer)) {
            return Optional.of(status + " of our own: " + shortened(answer.body()));
        }
        if (!expected.statuses().contains(status)) {
            return Optional.of(status + " is not declared for " + expected.operation() + ", which has "
                    + expected.statuses() + ": " + shortened(answer.body()));
        }
        return answer.millis() > slowMillis ? Optional.of("slow: " + answer.millis() + " ms") : Optional.empty();
    }

    private boolean isOfEngine(Expected expected, FuzzAnswer answer) {
        if (answer.status() == 503 && UNAVAILABLE.containsKey(expected.operation())) {
            return true;
        }
        // Ours, by the HTTP layer's own words.
        if (answer.status() != 500 || expected.engine() == null || answer.body().contains("Internal Server Error")) {
            return false;
        }
        boolean same = answer.body().contains(WORDS_OF_FLINK)
                || expected.get() != null && engineStatus(expected) == answer.status();
        if (same) {
            ofEngine.increment();
        }
        return same;
    }

    private int engineStatus(Expected expected) {
        try {
            URI engine = service.engineUrl(expected.engine());
            try (FuzzConnection connection = new FuzzConnection(engine)) {
                byte[] request = ("GET " + expected.get() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                return connection
                        .send(new FuzzRequest(0, "", List.of(request), List.of(expected), FuzzRequest.Ending.CLOSE))
                        .get(0)
                        .status();
            }
        } catch (IOException e) {
            return FuzzAnswer.CLOSED;
        }
    }

    private static String shortened(String text) {
        String shown = text.replaceAll("\\s+", " ");
        return shown.length() <= 250 ? shown : shown.substring(0, 250) + "...";
    }
}
