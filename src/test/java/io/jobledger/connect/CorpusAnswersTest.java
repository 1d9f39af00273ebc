package io.jobledger.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.connect.contract.ConnectCorpus;
import io.jobledger.connect.contract.ConnectCorpus.Answer;
import io.jobledger.contract.Contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contracts tell the truth about real workers: every answer in the corpora is valid. */
class CorpusAnswersTest {

    @Test
    void everyJsonAnswerIsValid() {
        List<String> wrong = new ArrayList<>();
        Set<String> outside = new TreeSet<>();
        int good = 0;
        int errors = 0;
        for (Answer answer : ConnectCorpus.JSON.answers()) {
            Optional<Operation> operation = ConnectCorpus.JSON.contract().operation(answer.method(), answer.path());
            if (operation.isEmpty() || !answer.contentType().equals("application/json")) {
                outside.add(answer.target());
                continue;
            }
            boolean error = answer.body().startsWith("{\"errorCode\"");
            // The service gives errors the HTTP status that they stand for.
            int status = error ? 400 : 200;
            ConnectCorpus.JSON
                    .contract()
                    .validate(operation.get(), answer.path(), status, "application/json", answer.body())
                    .getMessages()
                    .forEach(message -> wrong.add(answer + ": " + message));
            if (error) {
                errors++;
            } else {
                good++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(good).as("valid answers").isEqualTo(37);
        assertThat(errors).as("valid errors").isEqualTo(13);
        assertThat(outside).containsExactly("/getAllocatedInfo", "/getConfigInfo", "/nope");
    }

    @Test
    void everyTextAnswerIsToAnOperation() {
        Set<String> outside = new TreeSet<>();
        Set<String> called = new TreeSet<>();
        for (Answer answer : ConnectCorpus.TEXT.answers()) {
            assertThat(answer.contentType()).as("%s", answer).isEqualTo("text/plain;charset=utf-8");
            ConnectCorpus.TEXT
                    .contract()
                    .operation(answer.method(), answer.path())
                    .ifPresentOrElse(
                            operation -> called.add(operation.id()),
                            () -> outside.add(answer.method() + ' ' + answer.target()));
        }
        assertThat(called).hasSize(ConnectCorpus.TEXT.contract().operations().size());
        assertThat(outside).containsExactly("GET /GETCLUSTERINFO", "GET /nope", "POST /connectors/src");
    }
}
