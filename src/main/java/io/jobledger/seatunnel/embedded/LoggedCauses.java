package io.jobledger.seatunnel.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a stack trace as the engine logs it. */
final class LoggedCauses {

    private static final Pattern NEXT_RECORD = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} .*");
    private static final Pattern CAUSE = Pattern.compile("Caused by: (?:[\\w$]+\\.)*([\\w$]+)(?:: (.*))?");

    /** A line of code. Lines of libraries that only check or pass on do not match. */
    private static final Pattern PLACE =
            Pattern.compile("\\tat (?!java|jdk|com\\.google)(?:[\\w$./@-]+\\.)?([\\w$]+\\.[\\w$<>]+)\\(.*");

    /** Code, and where in its input a parser has stopped. */
    private static final Pattern NOISE = Pattern.compile("\\s+(at |\\.\\.\\. ).*");

    private LoggedCauses() {}

    /**
     * Returns the messages of all causes, outermost first. A cause without a message gives its kind and place. The
     * exception's own message is left out, because it is in the engine's answer.
     *
     * @param trace the lines that follow the record; those from the next record on do not count
     */
    static Optional<String> in(String trace) {
        List<String> causes = new ArrayList<>();
        String unexplained = null;
        for (String line : (Iterable<String>) trace.lines()::iterator) {
            if (NEXT_RECORD.matcher(line).matches()) {
                break;
            }
            Matcher cause = CAUSE.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (cause.matches()) {
                unexplained = cause.group(2) == null ? cause.group(1) : null;
                causes.add(unexplained == null ? cause.group(2) : unexplained);
            } else if (unexplained != null && place.matches()) {
                causes.set(causes.size() - 1, unexplained + " in " + place.group(1));
                unexplained = null;
            } else if (!causes.isEmpty()
                    && !line.isBlank()
                    && !NOISE.matcher(line).matches()) {
                int last = causes.size() - 1;
                causes.set(last, causes.get(last) + " " + line.strip());
            }
        }
        List<String> told = new ArrayList<>();
        for (String cause : causes) {
            if (told.stream().noneMatch(before -> before.contains(cause))) {
                told.add(cause);
            }
        }
        return told.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", told));
    }
}
