package io.jobledger.ledger.retention;

import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.naming.NameUtils;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the rules of {@code jobledger.history.retention.rules}. The framework does not bind them, as it would pass over
 * an unknown key. A rule without the key that was to narrow it down would delete too much.
 */
@Singleton
public final class RetentionRules {
    static final String RULES = "jobledger.history.retention.rules";

    private static final List<String> KEYS =
            List.of("engine", "cluster", "state", "name-pattern", "max-age", "max-count");

    private final List<RetentionRule> all;

    /**
     * @throws IllegalArgumentException if one of them is not wholly understood; names the rule, the key and the values
     *     that it takes
     */
    @Inject
    RetentionRules(Environment environment, ConversionService conversion) {
        this(read(environment, conversion));
    }

    /** @param all in the order of the configuration */
    public RetentionRules(List<RetentionRule> all) {
        this.all = List.copyOf(all);
    }

    List<RetentionRule> all() {
        return all;
    }

    private static List<RetentionRule> read(Environment environment, ConversionService conversion) {
        Object said = environment.getProperty(RULES, Object.class).orElse(null);
        if (said instanceof Collection<?> list) {
            List<RetentionRule> rules = new ArrayList<>();
            for (Object rule : list) {
                rules.add(new Rule(RULES + '[' + rules.size() + ']', rule, conversion).toRule(rules.size()));
            }
            return rules;
        }
        if (said != null || environment.containsProperties(RULES)) {
            throw new IllegalArgumentException(
                    RULES + " is a list: set " + RULES + "[0].max-age and the like, for each rule");
        }
        return List.of();
    }

    /** Holds one rule as it is written. */
    private static final class Rule {
        private final String name;
        private final ConversionService conversion;

        /** Values by key, spelt with hyphens. */
        private final Map<String, Object> values = new TreeMap<>();

        Rule(String name, @Nullable Object said, ConversionService conversion) {
            this.name = name;
            this.conversion = conversion;
            if (!(said instanceof Map<?, ?> keys) || keys.isEmpty()) {
                // Whose name has one underscore too few arrives here too.
                throw new IllegalArgumentException(name + " says nothing. A rule has keys, which are "
                        + String.join(", ", KEYS) + "; max-age of the first rule as an environment variable is"
                        + " JOBLEDGER_HISTORY_RETENTION_RULES_0__MAX_AGE");
            }
            keys.forEach((key, value) -> put(String.valueOf(key), value));
        }

        private void put(String key, @Nullable Object value) {
            // Of an environment variable the framework makes max.age and max-age, as it cannot tell.
            String hyphenated = NameUtils.hyphenate(key.replace('.', '-'), true);
            if (!KEYS.contains(hyphenated)) {
                throw new IllegalArgumentException(
                        name + " has no key " + hyphenated + ". The keys are " + String.join(", ", KEYS));
            }
            if (value == null
                    || value instanceof Collection
                    || value instanceof Map
                    || value.toString().isBlank()) {
                throw new IllegalArgumentException(name + '.' + hyphenated + " takes one value, not "
                        + (value == null || value.toString().isBlank() ? "none" : value));
            }
            // The hyphens are how a source that goes before others has it.
            if (key.equals(hyphenated)) {
                values.put(hyphenated, value);
            } else {
                values.putIfAbsent(hyphenated, value);
            }
        }

        RetentionRule toRule(int index) {
            return new RetentionRule(
                    index,
                    text("engine"),
                    text("cluster"),
                    text("state"),
                    text("name-pattern"),
                    value("max-age", Duration.class, "a duration such as 90d or 12h"),
                    value("max-count", Long.class, "a whole number"));
        }

        @Nullable
        private String text(String key) {
            return value(key, String.class, "a text");
        }

        @Nullable
        private <T> T value(String key, Class<T> type, String what) {
            Object value = values.get(key);
            return value == null
                    ? null
                    : conversion
                            .convert(value.toString(), type)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(name + '.' + key + " is " + what + ", not " + value));
        }
    }
}
