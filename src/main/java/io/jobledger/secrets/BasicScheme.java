package io.jobledger.secrets;

import java.util.Locale;
import java.util.Set;

/** Tells whether a secret follows "Basic", as in the header {@code Authorization}, or a word of a sentence. */
final class BasicScheme {
    /** Words that follow "Basic" where no secret does. */
    private static final Set<String> WORDS = Set.of(
            "and",
            "auth",
            "authentication",
            "authorization",
            "access",
            "check",
            "checks",
            "config",
            "configuration",
            "credentials",
            "data",
            "example",
            "function",
            "functions",
            "header",
            "headers",
            "http",
            "https",
            "info",
            "information",
            "is",
            "job",
            "login",
            "metrics",
            "mode",
            "operation",
            "operations",
            "or",
            "realm",
            "scheme",
            "security",
            "settings",
            "setup",
            "statistics",
            "structure",
            "support",
            "test",
            "tier",
            "type",
            "types",
            "usage",
            "was",
            "with");

    private BasicScheme() {}

    /** @param name "Basic" as the text has it */
    static boolean isSecret(String name, String value) {
        boolean word = WORDS.contains(value.toLowerCase(Locale.ROOT).replaceAll("[.:=].*", ""));
        boolean plain = value.chars().allMatch(c -> Character.isLowerCase(c) || c == '.' || c == ':');
        // In small letters it is mostly an adjective.
        return !word && !(plain && name.equals("basic"));
    }
}
