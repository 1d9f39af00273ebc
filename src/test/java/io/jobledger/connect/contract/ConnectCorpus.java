package io.jobledger.connect.contract;

import io.jobledger.contract.Contract;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The answers recorded from a real worker, in the order in which they were asked for. */
public enum ConnectCorpus {
    TEXT("rocketmq-connect-2019", ConnectContract.get()),
    JSON("rocketmq-connect-2024-standalone", ConnectJsonContract.get());

    private static final JsonMapper MAPPER = JsonMapper.createDefault();

    private final String folder;
    private final Contract contract;

    ConnectCorpus(String folder, Contract contract) {
        this.folder = "/corpus/" + folder + '/';
        this.contract = contract;
    }

    /** One answer; {@code target} has the query, {@code requestBody} is empty without one. */
    public record Answer(
            String label,
            String method,
            String target,
            String requestBody,
            int status,
            String contentType,
            String body) {
        public String path() {
            return target.replaceFirst("\\?.*", "").replaceFirst("(?<=.)/$", "");
        }

        @Override
        public String toString() {
            return label + ": " + method + ' ' + target;
        }
    }

    public Contract contract() {
        return contract;
    }

    public List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (JsonNode call : read("manifest.json").values()) {
            JsonNode sent = call.get("requestBody");
            answers.add(new Answer(
                    call.get("label").getStringValue(),
                    call.get("method").getStringValue(),
                    call.get("path").getStringValue(),
                    sent == null ? "" : sent.getStringValue(),
                    call.get("status").getIntValue(),
                    call.get("contentType").getStringValue(),
                    text(call.get("body_file").getStringValue())));
        }
        return answers;
    }

    private JsonNode read(String file) {
        try {
            return MAPPER.readValue(text(file), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private String text(String file) {
        try (InputStream in = ConnectCorpus.class.getResourceAsStream(folder + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
