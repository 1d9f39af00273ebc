package io.jobledger.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.core.convert.ConversionService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules mean what they say in every place that settings come from; one that is not understood is no rule. */
class RetentionRulesTest {
    private static final String RULES = "jobledger.history.retention.rules";

    /** The framework has made {@code [0]_} of {@code _0__} before anybody sees the variable's name. */
    private static final String VARIABLE = "JOBLEDGER_HISTORY_RETENTION_RULES";

    @Test
    void noRules() {
        assertThat(rules(Map.of())).isEmpty();
        assertThat(rules(Map.of("jobledger.history.retention.interval", "1s"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"name-pattern, max-age, max-count", "namePattern, maxAge, maxCount"})
    void properties(String namePattern, String maxAge, String maxCount) {
        RetentionRule first = new RetentionRule(0, "flink", "local", "FAILED", "a*", Duration.ofDays(90), 7L);
        RetentionRule second = new RetentionRule(1, null, null, null, null, null, 0L);

        assertThat(rules(Map.of(
                        RULES + "[0].engine", "flink",
                        RULES + "[0].cluster", "local",
                        RULES + "[0].state", "FAILED",
                        RULES + "[0]." + namePattern, "a*",
                        RULES + "[0]." + maxAge, "90d",
                        RULES + "[0]." + maxCount, "7",
                        RULES + "[1]." + maxCount, "0")))
                .containsExactly(first, second);
        assertThat(rules(Map.of(
                        RULES,
                        List.of(
                                Map.of(
                                        "engine",
                                        "flink",
                                        "cluster",
                                        "local",
                                        "state",
                                        "FAILED",
                                        namePattern,
                                        "a*",
                                        maxAge,
                                        "90d",
                                        maxCount,
                                        7),
                                Map.of(maxCount, 0)))))
                .containsExactly(first, second);
    }

    @Test
    void variables() {
        assertThat(read(source(
                        Map.of(
                                VARIABLE + "[0]_ENGINE", "flink",
                                VARIABLE + "[0]_NAME_PATTERN", "a*",
                                VARIABLE + "[0]_MAX_AGE", "90d",
                                VARIABLE + "[1]_MAX_COUNT", "7"),
                        PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE)))
                .containsExactly(
                        new RetentionRule(0, "flink", null, null, "a*", Duration.ofDays(90), null),
                        new RetentionRule(1, null, null, null, null, null, 7L));
    }

    @Test
    void aPropertyGoesBeforeAFileWhateverTheSpelling() {
        List<Object> rules = new ArrayList<>(List.of(new HashMap<>(Map.of("maxCount", 5))));
        PropertySource file = PropertySource.of("file", Map.of(RULES, rules), 1);
        PropertySource property = PropertySource.of("property", Map.of(RULES + "[0].maxCount", "9"), 2);

        assertThat(read(file, property)).extracting(RetentionRule::maxCount).containsExactly(9L);
    }

    @ParameterizedTest
    @CsvSource({"max-agee, max-agee", "maxAgee, max-agee", "stat, stat", "name, name", "max, max", "max.agee, max-agee"
    })
    void aKeyThatThereIsNot(String key, String told) {
        refused(Map.of(RULES + "[0].max-age", "90d", RULES + "[1].max-age", "1d", RULES + "[1]." + key, "2d"))
                .hasMessageContaining(RULES + "[1] has no key " + told + '.')
                .hasMessageContaining("The keys are engine, cluster, state, name-pattern, max-age, max-count");
    }

    @Test
    void aVariableThatIsMisspelt() {
        assertThatThrownBy(() -> read(source(
                        Map.of(VARIABLE + "[0]_MAX_AGE", "1d", VARIABLE + "[0]_STAT", "FAILED"),
                        PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE)))
                .hasMessageContaining(RULES + "[0] has no key stat.");
        assertThatThrownBy(() -> read(source(
                        Map.of(VARIABLE + "[0]MAX_AGE", "1d"), PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE)))
                .hasMessageContaining(RULES + "[0] says nothing")
                .hasMessageContaining(VARIABLE + "_0__MAX_AGE");
    }

    @Test
    void whatIsNoList() {
        refused(Map.of(RULES + ".max-age", "1d")).hasMessageContaining(RULES + " is a list");
        refused(Map.of(RULES + ".0.max-age", "1d")).hasMessageContaining(RULES + " is a list");
        refused(Map.of(RULES, "1d")).hasMessageContaining(RULES + " is a list");
        refused(Map.of(RULES, List.of("1d"))).hasMessageContaining(RULES + "[0] says nothing");
        refused(Map.of(RULES + "[1].max-age", "1d")).hasMessageContaining(RULES + "[0] says nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "max-age, 3 fortnights, a duration",
        "max-age, 90, a duration",
        "maxAge, 90dd, a duration",
        "max-age, -1d, negative",
        "max-count, many, a whole number",
        "maxCount, 1.5, a whole number",
        "max-count, 99999999999999999999, a whole number",
        "max-count, -1, negative",
        "max-age, '', none",
        "state, ' ', none"
    })
    void aValueThatIsNone(String key, String value, String reason) {
        refused(Map.of(RULES, List.of(Map.of("engine", "flink", key, value))))
                .hasMessageContaining(RULES + "[0].")
                .hasMessageContaining(reason);
    }

    @Test
    void aKeyWithoutAValue() {
        Map<String, Object> rule = new HashMap<>();
        rule.put("max-age", "1d");
        rule.put("state", null);
        refused(Map.of(RULES, List.of(rule))).hasMessageContaining(RULES + "[0].state takes one value, not none");
        rule.put("state", List.of("FAILED", "CANCELED"));
        refused(Map.of(RULES, List.of(rule))).hasMessageContaining("one value, not [FAILED, CANCELED]");
    }

    @Test
    void aRuleThatSaysNothingOfWhatGoes() {
        refused(Map.of(RULES + "[0].state", "FAILED"))
                .hasMessageContaining(RULES + "[0] needs max-age, max-count or both");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(Map<String, Object> settings) {
        return assertThatThrownBy(() -> rules(settings)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<RetentionRule> rules(Map<String, Object> settings) {
        return read(source(settings, PropertySource.PropertyConvention.JAVA_PROPERTIES));
    }

    private static PropertySource source(Map<String, Object> settings, PropertySource.PropertyConvention convention) {
        return new MapPropertySource("settings", settings) {
            @Override
            public PropertyConvention getConvention() {
                return convention;
            }
        };
    }

    private static List<RetentionRule> read(PropertySource... sources) {
        Environment environment = ApplicationContext.builder()
                .propertySources(sources)
                .environmentPropertySource(false)
                .bootstrapEnvironment(false)
                .build()
                .getEnvironment();
        try (Environment started = environment.start()) {
            return new RetentionRules(started, ConversionService.SHARED).all();
        }
    }
}
