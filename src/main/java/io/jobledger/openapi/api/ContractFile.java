package io.jobledger.openapi.api;

import io.jobledger.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One contract in both formats, with a mark where the service's address belongs. */
record ContractFile(String yaml, String json) {
    private static final String MARK = "http://the-address-of-this-service";

    private static final Pattern SERVERS = Pattern.compile("^servers:\\n(?:[ #].*\\n|\\n)*", Pattern.MULTILINE);

    /** A path. The root itself has no slash, as clients append paths that begin with one. */
    private static final Pattern URL = Pattern.compile("(\\burl: )(?:/(?=\\s)|(?=/))");

    /** Reads a contract of the class path, such as {@code flink-rest}. */
    static ContractFile read(String name, Json json) {
        String written;
        try (InputStream file = ContractFile.class.getResourceAsStream("/contracts/" + name + ".yaml")) {
            written = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String yaml = SERVERS.matcher(written)
                .replaceFirst(servers ->
                        Matcher.quoteReplacement(URL.matcher(servers.group()).replaceAll("$1" + MARK)));
        Object model = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ContractFile(yaml, new String(json.write(model), StandardCharsets.UTF_8));
    }

    /**
     * Returns the text with the service's address in {@code servers}.
     *
     * @param format {@code yaml} or {@code json}
     * @param address such as {@code http://localhost:8081}, without a slash at its end
     */
    String text(String format, String address) {
        return (format.equals("json") ? json : yaml).replace(MARK, address);
    }
}
