package io.jobledger.flink.recorded;

import io.jobledger.flink.FlinkEngineErrors;
import io.jobledger.flink.RecordedPaths;
import io.jobledger.http.ApiException;
import io.jobledger.http.Json;
import io.jobledger.ledger.Document;
import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.Ledger;
import io.micronaut.json.tree.JsonNode;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Cuts a document to the part that the request's query asks for, as the JobManager does. */
record DocumentViews(Ledger ledger, Json json) {
    private static final JsonNode NO_VALUES = JsonNode.createObjectNode(Map.of());

    /** @throws ApiException 400 if a value of the query is malformed */
    Document of(Document document, UnaryOperator<String> query, JobRun run) {
        if (document.status() != 200) {
            return document;
        }
        return switch (document.path()) {
            case "/accumulators" -> accumulators(document, query);
            case "/exceptions" -> exceptions(document, query, run);
            default -> document;
        };
    }

    /** Drops serialised accumulators, which archives have, unless the query asks for them, as the JobManager does. */
    private Document accumulators(Document document, UnaryOperator<String> query) {
        if (Boolean.parseBoolean(query.apply("includeSerializedValue"))) {
            return document;
        }
        JsonNode shown = Json.with(json.read(document.body()), Map.of("serialized-user-task-accumulators", NO_VALUES));
        return new Document(document.path(), 200, json.write(shown));
    }

    private Document exceptions(Document document, UnaryOperator<String> query, JobRun run) {
        String asked = query.apply("maxExceptions");
        String labels = query.apply("failureLabelFilter");
        if (asked == null && labels == null) {
            return document;
        }
        int limit = asked == null ? ExceptionsView.DEFAULT_LIMIT : limit(asked);
        JsonNode all = json.read(ledger.document(run.id(), RecordedPaths.ALL_EXCEPTIONS)
                .orElse(document)
                .body());
        return new Document(document.path(), 200, json.write(ExceptionsView.of(all, limit, labels)));
    }

    /** The engine also refuses a negative one, by failing. */
    private static int limit(String asked) {
        try {
            int limit = Integer.parseInt(asked);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw FlinkEngineErrors.unresolvableQuery("maxExceptions", asked);
    }
}
