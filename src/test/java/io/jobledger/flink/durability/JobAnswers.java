package io.jobledger.flink.durability;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.flink.durability.Rest.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that somebody answers about one finished job, errors included. */
record JobAnswers(String jobId, Map<String, Answer> byTarget) {
    private static final String UNKNOWN_VERTEX = "0".repeat(32);

    /** Asks for every document that the job's own documents lead to. */
    static JobAnswers of(Rest rest, String jobId) {
        String root = "/jobs/" + jobId;
        Set<String> targets = new LinkedHashSet<>();
        for (String below : List.of(
                "",
                "/config",
                "/plan",
                "/status",
                "/execution-result",
                "/exceptions",
                "/exceptions?maxExceptions=0",
                "/exceptions?maxExceptions=1",
                "/exceptions?maxExceptions=100",
                "/exceptions?maxExceptions=none",
                "/exceptions?failureLabelFilter=a:b",
                "/exceptions?maxExceptions=1&failureLabelFilter=a:b,c:d",
                "/accumulators",
                "/accumulators?includeSerializedValue=true",
                "/accumulators?includeSerializedValue=false",
                "/checkpoints",
                "/checkpoints/config",
                "/checkpoints/details/999999",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/vertices/" + UNKNOWN_VERTEX,
                "/vertices/xyz",
                "/checkpoints/details/first")) {
            targets.add(root + below);
        }
        Map<String, Answer> answers = new LinkedHashMap<>(rest.getAll(targets));
        List<String> vertices = new ArrayList<>();
        answers.get(root)
                .json()
                .path("vertices")
                .forEach(vertex -> vertices.add(vertex.path("id").asText()));
        targets.clear();
        vertices.forEach(vertex -> addVertex(targets, rest, root + "/vertices/" + vertex));
        answers.get(root + "/checkpoints")
                .json()
                .path("history")
                .forEach(checkpoint -> addCheckpoint(targets, root, checkpoint, vertices));
        targets.add(root + "/checkpoints/details/999999/subtasks/" + vertices.get(0));
        answers.putAll(rest.getAll(targets));
        // A busy engine that is just archiving a job answers some requests with 500.
        answers.replaceAll((target, answer) -> answer.status() == 500 ? rest.get(target) : answer);
        return new JobAnswers(jobId, answers);
    }

    private static void addVertex(Set<String> targets, Rest rest, String vertex) {
        targets.addAll(List.of(
                vertex,
                vertex + "/subtasktimes",
                vertex + "/taskmanagers",
                vertex + "/accumulators",
                vertex + "/subtasks/accumulators",
                vertex + "/subtasks/99",
                vertex + "/subtasks/one",
                vertex + "/subtasks/0/attempts/99",
                vertex + "/subtasks/0/attempts/99/accumulators"));
        for (JsonNode subtask : rest.get(vertex).json().path("subtasks")) {
            String path = vertex + "/subtasks/" + subtask.path("subtask").asInt();
            targets.add(path);
            for (int attempt = subtask.path("attempt").asInt(); attempt >= 0; attempt--) {
                targets.add(path + "/attempts/" + attempt);
                targets.add(path + "/attempts/" + attempt + "/accumulators");
            }
        }
    }

    private static void addCheckpoint(Set<String> targets, String root, JsonNode checkpoint, List<String> vertices) {
        String details = root + "/checkpoints/details/" + checkpoint.path("id").asLong();
        targets.add(details);
        vertices.forEach(vertex -> targets.add(details + "/subtasks/" + vertex));
        targets.add(details + "/subtasks/" + UNKNOWN_VERTEX);
    }

    /** Where somebody else's answers to the same questions are not the same: one line each. */
    List<String> differences(Rest other) {
        List<String> differences = new ArrayList<>();
        Map<String, Answer> theirs = other.getAll(byTarget.keySet());
        byTarget.forEach((target, answer) -> {
            Answer their = theirs.get(target);
            if (answer.status() != their.status() || !answer.essence().equals(their.essence())) {
                differences.add(target + "\n  expected " + text(answer) + "\n  but was  " + text(their));
            }
        });
        return differences;
    }

    private static String text(Answer answer) {
        String essence = answer.essence().toString();
        return answer.status() + " " + essence.substring(0, Math.min(essence.length(), 4000));
    }
}
