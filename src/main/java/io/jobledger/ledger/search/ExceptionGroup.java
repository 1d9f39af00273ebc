package io.jobledger.ledger.search;

/**
 * Groups exceptions with one root cause: the innermost "Caused by" of their stack traces. Numbers and ids in its
 * message are set aside.
 *
 * @param id of the group, for good
 * @param rootCause the class of the innermost cause
 * @param message its message, of the exception recorded first; may be empty
 * @param sample one whole stack trace (its first 262,144 characters)
 * @param exceptions how often it was recorded, of runs whose history has not been deleted since
 * @param jobs how many runs it hit, of the same
 * @param firstSeen milliseconds since the epoch; as ever recorded, as is {@code lastSeen}
 * @param lastSeen milliseconds since the epoch
 */
public record ExceptionGroup(
        long id,
        String rootCause,
        String message,
        String sample,
        long exceptions,
        long jobs,
        long firstSeen,
        long lastSeen) {}
