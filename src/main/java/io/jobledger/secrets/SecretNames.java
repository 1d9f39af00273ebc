package io.jobledger.secrets;

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
            "pw",
            "bearer",
            "cookie",
            "ak",
            "sk",
            "sas",
            "sig");

    /** Words that are secret at the end of a name: {@code session} is, {@code session.timeout} is not. */
    private static final Set<String> LAST_WORDS = Set.of("pin", "otp", "jwt", "session", "signature");

    /** Words that may follow {@link #LAST_WORDS}: the name is still that of the thing itself. */
    private static final Set<String> ITSELF = Set.of("id", "code", "number", "value", "key");

    /** Secret parts of a name with its words joined: {@code dbPassword}, {@code AWS_SECRET_ACCESS_KEY}. */
    private static final Pattern PARTS = Pattern.compile("passw(or)?d|passphrase|passcode|secret|token|credential"
            + "|passwort|kennwort|contrase[n\u00f1]a|motdepasse|\u043f\u0430\u0440\u043e\u043b\u044c|\u5bc6\u7801"
            + "|(access|api|app|private|account|shared|master|encryption|signing|session)key|pwd$|basicauth$"
            + "|(db|user|usr|root|admin|sql|login)pw$|(session|sess)id$|(pin|otp)code$");

    private static final Pattern NUMBER_AT_END = Pattern.compile("\\p{N}+$");

    /** Names of things that count or measure tokens, or make them of a text. */
    private static final Pattern COUNTED =
            Pattern.compile(".*token(izer.*|s?(count|limit|ttl|length|size)s?)|.*(max|min|num|total)(imum)?tokens");

    private SecretNames() {}

    /** Returns whether the name is secret: {@code sasl.password} is, {@code primary_key} is not. */
    static boolean isSecret(String name) {
        String end = name.length() <= LONGEST ? name : name.substring(name.length() - LONGEST);
        StringBuilder together = new StringBuilder();
        String before = "";
        String last = "";
        for (String word : BETWEEN_WORDS.split(end)) {
            String lower = word.toLowerCase(Locale.ROOT);
            String bare = NUMBER_AT_END.matcher(lower).replaceFirst("");
            if (WORDS.contains(lower) || WORDS.contains(bare)) {
                return true;
            }
            if (!bare.isEmpty()) {
                before = last;
                last = bare;
            }
            together.append(lower);
        }
        if (LAST_WORDS.contains(last) || LAST_WORDS.contains(before) && ITSELF.contains(last)) {
            return true;
        }
        return PARTS.matcher(together).find() && !COUNTED.matcher(together).matches();
    }
}
