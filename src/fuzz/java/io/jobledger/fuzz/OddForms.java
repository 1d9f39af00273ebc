package io.jobledger.fuzz;

import static io.jobledger.fuzz.KnownValues.one;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Multipart forms, good ones and such as no client sends on purpose. */
final class OddForms {
    private static final String LINE = "\r\n";
    private static final List<String> NAMES = List.of(
            "a.jar",
            "a.JAR",
            "a.txt",
            "",
            ".jar",
            "../../a.jar",
            "/etc/passwd.jar",
            "a b.jar",
            "a\0.jar",
            "\u00e9.jar",
            "a".repeat(300) + ".jar",
            "a\\b.jar",
            "%2e%2e%2fa.jar",
            "a;b.jar",
            "con.jar");
    private static final List<String> FIELDS =
            List.of("jarfile", "request", "", "file_0", "jobGraph", "a".repeat(2_000));

    private OddForms() {}

    /**
     * A form.
     *
     * @param contentType the header's value
     * @param split where a segment ends, 0 for nowhere
     */
    record Form(String contentType, byte[] body, int split) {}

    static Form valid(Random random, boolean jar) {
        String boundary = "b" + Long.toHexString(random.nextLong());
        String body = jar
                ? part(boundary, "jarfile", "fuzz.jar", "application/x-java-archive", content(random))
                : part(
                                boundary,
                                "request",
                                null,
                                "application/json",
                                "{\"jobGraphFileName\":\"g\",\"jobJarFileNames\":[]}")
                        + part(boundary, "file_0", "g", "application/octet-stream", content(random));
        return form("multipart/form-data; boundary=" + boundary, body + end(boundary), 0);
    }

    static Form odd(Random random) {
        String boundary = "b" + Long.toHexString(random.nextLong());
        String type = "multipart/form-data; boundary=" + boundary;
        String good = part(boundary, "jarfile", "fuzz.jar", "application/x-java-archive", content(random));
        String body = good + end(boundary);
        int first = random.nextBoolean() ? good.length() : 0;
        return switch (random.nextInt(20)) {
            case 0 -> form("multipart/form-data; boundary=", body, first);
            case 1 -> form(type + "; charset=nonsense", body, first);
            case 2 -> form("multipart/form-data", body, first);
            case 3 -> form(type, "", 0);
            case 4 ->
                form(type, good + "--" + boundary + LINE + "Content-Disposition: form-data; name=\"a\"" + LINE, first);
            case 5 -> form(type, good + broken(boundary, "Content-Transfer-Encoding: nonsense") + end(boundary), first);
            case 6 -> form(type, good + broken(boundary, "X-Long: " + "a".repeat(20_000)) + end(boundary), first);
            case 7 ->
                form(type, body.substring(0, random.nextInt(body.length())), first > body.length() / 2 ? 0 : first);
            case 8 -> form(type, body.replace(LINE, "\n"), 0);
            case 9 -> form(type, part(boundary, "jarfile", one(random, NAMES), "text/plain", "a") + end(boundary), 0);
            case 10 ->
                form(
                        type,
                        part(boundary, one(random, FIELDS), one(random, NAMES), "", content(random)) + end(boundary),
                        0);
            case 11 ->
                form(type, good + part(boundary, "b", "b.jar", "text/plain", content(random)) + end(boundary), first);
            case 12 -> form(type, "preamble" + LINE + body + "epilogue", first);
            case 13 -> form(type, "a".repeat(random.nextInt(6_000)), 0);
            case 14 ->
                form(
                        type,
                        good + broken(boundary, "Content-Type: text/plain; charset=nonsense") + end(boundary),
                        first);
            case 15 -> form(type, good + broken(boundary, "no header") + end(boundary), first);
            case 16 -> form("multipart/form-data; boundary=\"" + boundary, body, first);
            case 17 -> form("multipart/mixed; boundary=" + boundary, body, first);
            case 18 -> form("multipart/form-data; boundary=" + "b".repeat(5_000), body, first);
            default ->
                form(
                        type,
                        part(boundary, "request", null, "application/json", "{".repeat(random.nextInt(5))) + body,
                        0);
        };
    }

    private static String content(Random random) {
        return "x".repeat(random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(50));
    }

    private static Form form(String type, String body, int split) {
        return new Form(type, body.getBytes(StandardCharsets.ISO_8859_1), split);
    }

    private static String part(String boundary, String name, String file, String type, String content) {
        return "--" + boundary + LINE + "Content-Disposition: form-data; name=\"" + name + '"'
                + (file == null ? "" : "; filename=\"" + file + '"') + LINE
                + (type.isEmpty() ? "" : "Content-Type: " + type + LINE) + LINE + content + LINE;
    }

    private static String broken(String boundary, String header) {
        return "--" + boundary + LINE + "Content-Disposition: form-data; name=\"b\"; filename=\"b\"" + LINE + header
                + LINE + LINE + "content" + LINE;
    }

    private static String end(String boundary) {
        return "--" + boundary + "--" + LINE;
    }
}
