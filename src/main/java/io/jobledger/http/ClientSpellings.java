package io.jobledger.http;

import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Spells queries as the contracts do. Generated clients in PHP send {@code disposed=1} for true by default, and those in
 * Ruby send {@code engine[0]=flink} or {@code engine[]=flink}.
 */
@Singleton
final class ClientSpellings implements RequestLine {
    /** Matches the query parameters that the contracts declare as booleans. */
    private static final String BOOLEANS =
            "([?&](?:allowNonRestoredState|disposed|includeSerializedValue|isStartWithSavePoint)=)";

    private static final Pattern NO = Pattern.compile(BOOLEANS + "0(?=&|$)");
    private static final Pattern YES = Pattern.compile(BOOLEANS + "1(?=&|$)");

    /** Matches an index at one of the query parameters that the contract of the history declares as arrays. */
    private static final Pattern INDEX =
            Pattern.compile("([?&](?:by|cluster|engine|kind|state|status))(?:\\[|%5[Bb])[0-9]*(?:]|%5[Dd])(?==)");

    @Override
    public String rewrite(String target) {
        if (target.indexOf('?') < 0) {
            return target;
        }
        String spelled = NO.matcher(target).replaceAll("$1false");
        spelled = YES.matcher(spelled).replaceAll("$1true");
        return spelled.startsWith("/history/") ? INDEX.matcher(spelled).replaceAll("$1") : spelled;
    }
}
