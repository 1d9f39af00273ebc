package io.jobledger.seatunnel.secrets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells whether a name is that of a secret. In doubt it is. */
final class SecretNames {

    /** In characters. A longer name is judged by its end. */
    private static final int LONGEST = 256;

    /** The place between two words of a name: {@code access-key}, {@code access.key}, {@code accessKey}. */
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    /** Words that are secret on their own: {@code author} is none, nor {@code compass}. */
    private static final Set<String> WORDS = Set.of(
            "auth",
            "authn",
            "authz",
            "oauth",
            "oauth2",
            "authorization",
            "authentication",
            "pass",
            "pwd",
            "bearer",
            "cookie",
            "ak",
            "sk",
            "sas",
            "sig");

    /** Secret parts of a name with its words joined: {@code dbPassword}, {@code AWS_SECRET_ACCESS_KEY}. */
    private static final Pattern PARTS = Pattern.compile("passw(or)?d|passphrase|passcode|secret|token|credential"
            + "|(access|api|app|private|account|shared|master|encryption|signing)key|pwd$|basicauth$");

    /** Names of things that count or measure tokens, or make them of a text. */
    private static final Pattern COUNTED =
            Pattern.compile(".*token(izer.*|s?(count|limit|ttl|length|size)s?)|.*(max|min|num|total)(imum)?tokens");

    private SecretNames() {}

    /** Returns whether the name is secret: {@code sasl.password} is, {@code primary_key} is not. */
    static boolean isSecret(String name) {
        String end = name.length() <= LONGEST ? name : name.substring(name.length() - LONGEST);
        StringBuilder together = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(end)) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (WORDS.contains(lower)) {
                return true;
            }
            together.append(lower);
        }
        return PARTS.matcher(together).find() && !COUNTED.matcher(together).matches();
    }
}
