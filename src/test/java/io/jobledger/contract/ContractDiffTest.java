package io.jobledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Breaking changes of the contracts since the baseline are those that {@code openapi/CHANGES.md} names. */
class ContractDiffTest {
    private static final Path CONTRACTS = Path.of("openapi");

    private static final String SMALL = """
            openapi: 3.0.3
            info: { title: Small, version: '1' }
            paths:
              /things:
                get:
                  operationId: listThings
                  parameters:
                    - { name: limit, in: query, schema: { type: integer, format: int64 } }
                  responses:
                    '200':
                      description: All.
                      content:
                        application/json:
                          schema: { $ref: '#/components/schemas/Thing' }
                post:
                  operationId: addThing
                  requestBody:
                    content:
                      application/json:
                        schema: { $ref: '#/components/schemas/NewThing' }
                  responses:
                    '200': { description: Added. }
              /others:
                get:
                  operationId: listOthers
                  responses:
                    '200': { description: All. }
            components:
              schemas:
                Thing:
                  type: object
                  required: [id]
                  properties:
                    id: { type: string }
                    note: { type: string }
                NewThing:
                  type: object
                  required: [name]
                  properties:
                    name: { type: string }
                    size: { type: integer }
            """;

    @Test
    void noBreakingChangeIsUnnamed() throws IOException {
        String named = Files.readString(CONTRACTS.resolve("CHANGES.md"));
        StringBuilder report = new StringBuilder();
        List<String> unnamed = new ArrayList<>();
        for (String name : List.of(
                "flink-rest",
                "seatunnel-rest",
                "rocketmq-connect-rest",
                "rocketmq-connect-json-rest",
                "history-rest")) {
            String file = name + ".yaml";
            ContractDiff diff = new ContractDiff(
                    Files.readString(CONTRACTS.resolve("baseline").resolve(file)),
                    Files.readString(CONTRACTS.resolve(file)));
            report.append("# ").append(name).append("\n\n");
            for (String change : diff.breaking()) {
                String line = "- " + name + ": " + change;
                report.append(line).append('\n');
                if (named.lines().noneMatch(line::equals)) {
                    unnamed.add(line);
                }
            }
            report.append('\n').append(diff.report()).append('\n');
        }
        Files.writeString(Path.of("target/contract-diff.md"), report);
        assertThat(unnamed)
                .as("breaking changes that openapi/CHANGES.md does not name; see target/contract-diff.md")
                .isEmpty();
    }

    @Test
    void whatIsAddedOrSaidAnewBreaksNothing() {
        assertThat(after("note: { type: string }", "note: { type: string }\n        more: { type: string }"))
                .isEmpty();
        assertThat(after("description: All.", "description: All of them.")).isEmpty();
    }

    @Test
    void removedPath() {
        String shorter = SMALL.substring(0, SMALL.indexOf("  /others")) + SMALL.substring(SMALL.indexOf("components:"));
        assertThat(new ContractDiff(SMALL, shorter).breaking()).containsExactly("GET /others is gone");
    }

    @Test
    void removedField() {
        assertThat(after("required: [id]\n      properties:\n        id: { type: string }\n", "properties:\n"))
                .contains("Thing.id is gone", "GET /things is incompatible: field id");
    }

    @Test
    void removedOptionalField() {
        assertThat(after("        note: { type: string }\n", "")).containsExactly("Thing.note is gone");
    }

    @Test
    void newRequiredParameter() {
        assertThat(after(
                        "parameters:\n",
                        "parameters:\n        - { name: kind, in: query, required: true, schema: { type: string } }\n"))
                .containsExactly("GET /things is incompatible: parameter kind");
    }

    @Test
    void narrowedType() {
        assertThat(after("type: integer, format: int64", "type: integer, format: int32"))
                .containsExactly("GET /things is incompatible: parameter limit");
        assertThat(after("size: { type: integer }", "size: { type: boolean }"))
                .containsExactly("POST /things is incompatible: field size");
    }

    @Test
    void newRequiredRequestField() {
        assertThat(after("required: [name]", "required: [name, size]"))
                .containsExactly("POST /things is incompatible: field size");
    }

    private static Iterable<String> after(String old, String replacement) {
        assertThat(SMALL).contains(old);
        return new ContractDiff(SMALL, SMALL.replace(old, replacement)).breaking();
    }
}
