package io.jobledger.ledger.search;

/**
 * Which names of jobs are meant.
 *
 * @param text exact and prefix are told by the very characters, contains in whatever case
 */
public record NameMatch(Kind kind, String text) {
    public enum Kind {
        EXACT,
        PREFIX,
        CONTAINS
    }
}
