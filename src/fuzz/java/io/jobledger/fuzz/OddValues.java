package io.jobledger.fuzz;

import java.util.List;
import java.util.Random;

/** Values that programs stumble over, whatever they are for. */
final class OddValues {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "%",
            "%s%n%x",
            "%25",
            "%2e%2e%2f",
            "\0",
            "a\0b",
            "\r\nX-Odd: 1",
            "..",
            "../..",
            "../../../etc/passwd",
            ".",
            "a/b",
            "a//b",
            "\\",
            "'",
            "\"",
            "' OR '1'='1",
            "%' ESCAPE '",
            "_%",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/a}",
            "#{1+1}",
            "null",
            "true",
            "0",
            "-1",
            "NaN",
            "1e999",
            "0x10",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "2147483648",
            ",",
            ",,,",
            "a,b,c",
            "a=b&c=d",
            "a;b",
            "+",
            "*",
            "{}",
            "[]",
            "é",
            "日本語",
            "\uD83D\uDE00",
            "e\u0301",
            "\u202E",
            "\uFEFF",
            "\uFFFF",
            "ﬀ",
            "İ",
            "00000000000000000000000000000000",
            "ffffffffffffffffffffffffffffffff",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "fffffffffffffffffffffffffffffff",
            "gfffffffffffffffffffffffffffffff",
            "１２３");
    /** As they stand in a target. */
    private static final List<String> ENCODED = List.of(
            "%c0%ae",
            "%ED%A0%80",
            "%u0041",
            ";a=b",
            "+",
            "%2B",
            "\u00e9",
            "%41",
            "a%00",
            "%2e%2e",
            "%",
            "%z",
            "%zz",
            "%f",
            "%ff",
            "%ff%fe",
            "%c3");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "2",
            "127",
            "128",
            "255",
            "256",
            "32767",
            "32769",
            "65536",
            "2147483646",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "4294967296",
            "9007199254740993",
            "9223372036854775806",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999999999",
            "1.0",
            "1.5",
            "1e3",
            "+1",
            "01",
            " 1",
            "1 ",
            "1_000",
            "0x1",
            "",
            "1L",
            "٣");

    private OddValues() {}

    static String text(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "a".repeat(1 << random.nextInt(12));
            case 1 -> random(random);
            default -> KnownValues.one(random, TEXTS);
        };
    }

    static String number(Random random) {
        return KnownValues.one(random, NUMBERS);
    }

    static Value value(Random random) {
        return random.nextInt(5) == 0 ? Value.encoded(KnownValues.one(random, ENCODED)) : Value.of(text(random));
    }

    private static String random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : 0xD800);
            text.append((char) c);
        }
        return text.toString();
    }
}
