package io.jobledger.fuzz;

import static io.jobledger.fuzz.KnownValues.one;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;

/** Values that the schema of a parameter or field allows, its boundaries, and values that it does not. */
final class SchemaValues {
    /**
     * More subtasks than slots wait for minutes, or fill a small engine. Of a batch job that asks for more than 32768, Flink
     * makes 32768.
     */
    private static final long FEW_SUBTASKS = 4;

    private final KnownValues known;

    SchemaValues(KnownValues known) {
        this.known = known;
    }

    /** What one request is about: values of its parameters fit each other. */
    record About(KnownValues.FlinkJob job, String seaTunnelId, boolean flink, String jar) {}

    /**
     * @param reads whether the request changes nothing
     * @param deletes whether it may delete a jar
     */
    About about(Random random, boolean reads, boolean deletes) {
        List<String> jars = known.jars();
        return new About(
                known.job(random, reads),
                known.seaTunnelId(random, reads),
                random.nextInt(3) > 0,
                deletes ? one(random, jars.subList(1, jars.size())) : jars.get(0));
    }

    /** @param kind one of {@code flink}, {@code seatunnel} and {@code history} */
    Value valid(Random random, String kind, String name, JsonNode schema, About about) {
        return Value.of(plain(random, kind, name, schema, about));
    }

    String plain(Random random, String kind, String name, JsonNode schema, About about) {
        KnownValues.FlinkJob job = about.job();
        switch (name) {
            case "jobid", "jobs":
                return job.id();
            case "jobId":
                return kind.equals("seatunnel") || kind.equals("history") && !about.flink()
                        ? about.seaTunnelId()
                        : job.id();
            case "engine":
                return about.flink() ? "flink" : "seatunnel";
            case "cluster":
                return "local";
            case "left", "right":
                return about.flink() ? "flink/local/" + job.id() : "seatunnel/local/" + about.seaTunnelId();
            case "vertexid", "operatorid":
                return oneOr(random, job.vertices(), "cbc357ccb763df2852fee8c4fc7d55f2");
            case "checkpointid":
                return oneOr(random, job.checkpoints(), "1");
            case "triggerid":
                return oneOr(random, job.triggers(), "0123456789abcdef0123456789abcdef");
            case "datasetid":
                return hexId(random);
            case "requestId", "id", "run":
                return Integer.toString(1 + random.nextInt(3));
            case "subtaskindex", "attempt":
                return Integer.toString(random.nextInt(2));
            case "jarid":
                return about.jar();
            case "taskmanagerid", "taskmanagers":
                return one(random, known.taskManagers());
            case "filename":
                return "flink.log";
            case "subtasks":
                return one(random, List.of("0", "0,1", "0-1"));
            case "get":
                return one(
                        random,
                        List.of("numRecordsIn", "0.numRecordsOut", "Status.JVM.CPU.Load,numRegisteredTaskManagers"));
            case "agg":
                return one(random, List.of("min", "min,max,sum,avg"));
            case "targetDirectory", "target-directory", "savepointPath", "savepoint-path", "directory":
                return directory(random, name);
            case "entry-class", "entryClass":
                return "io.jobledger.jobs.ProbeJob";
            case "program-args", "programArgs":
                return "--kind batch";
            case "programArg":
                return "--kind,batch";
            case "parallelism":
                return Long.toString(1 + random.nextInt((int) FEW_SUBTASKS));
            case "submittedJobId":
                return Long.toString(random.nextLong() >>> 1);
            case "limit":
                return Integer.toString(1 + random.nextInt(50));
            case "cursor":
                return "";
            case "sort":
                return one(random, List.of("startTime", "endTime", "duration", "name"));
            default:
                break;
        }
        if (name.endsWith("From") || name.endsWith("To")) {
            return Long.toString(System.currentTimeMillis() + (name.endsWith("To") ? 1 : -1) * random.nextInt(1 << 30));
        }
        JsonNode values = schema.has("x-known-values") ? schema.get("x-known-values") : schema.path("enum");
        if (!values.isEmpty()) {
            return values.get(random.nextInt(values.size())).asText();
        }
        if (schema.path("items").has("x-known-values")) {
            JsonNode items = schema.path("items").path("x-known-values");
            return items.get(random.nextInt(items.size())).asText();
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> Long.toString(schema.path("minimum").asLong(0) + random.nextInt(10));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            default -> schema.path("pattern").asText().contains("{32}") ? hexId(random) : "probe";
        };
    }

    private String directory(Random random, String name) {
        return name.startsWith("savepoint")
                ? oneOr(random, known.savepoints(), "/nowhere")
                : one(random, known.directories());
    }

    private static String oneOr(Random random, List<String> values, String other) {
        return values.isEmpty() ? other : one(random, values);
    }

    static String hexId(Random random) {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    /** A value at a boundary or beyond it, or of another kind. */
    Value odd(Random random, String name, JsonNode schema) {
        switch (name) {
            case "parallelism":
                return Value.of(subtasks(random));
            case "targetDirectory", "target-directory", "directory":
                // An absolute path could be one of this machine.
                return Value.of(oddDirectory(random));
            default:
                break;
        }
        String type = schema.path("type").asText();
        boolean number =
                type.equals("integer") || name.endsWith("From") || name.endsWith("To") || name.equals("requestId");
        return number && random.nextInt(4) > 0 ? Value.of(boundary(random, schema)) : OddValues.value(random);
    }

    private static String boundary(Random random, JsonNode schema) {
        if (random.nextInt(3) == 0 && schema.has("minimum")) {
            return Long.toString(schema.get("minimum").asLong() + random.nextInt(3) - 1);
        }
        if (random.nextInt(3) == 0 && schema.has("maximum")) {
            return Long.toString(schema.get("maximum").asLong() + random.nextInt(3) - 1);
        }
        return OddValues.number(random);
    }

    static String subtasks(Random random) {
        String number = OddValues.number(random);
        try {
            double value = Double.parseDouble(number.trim());
            return value > FEW_SUBTASKS && value <= Integer.MAX_VALUE ? "0" : number;
        } catch (NumberFormatException e) {
            return number;
        }
    }

    static String oddDirectory(Random random) {
        String text = OddValues.text(random);
        return text.startsWith("/") || text.startsWith("\\") || text.startsWith("../../..") ? "nowhere:" + text : text;
    }
}
