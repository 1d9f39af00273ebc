package io.jobledger.ledger.search;

/**
 * Names jobs by their names.
 *
 * @param text exact and prefix compare the very characters, contains ignores upper and lower case
 */
public record NameMatch(Kind kind, String text) {
    public enum Kind {
        EXACT,
        PREFIX,
        CONTAINS
    }
}
