package io.jobledger.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobledger.testing.TestService;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseErrorsTest {
    private static final HttpRequest<?> REQUEST = HttpRequest.GET("/jobs");

    private final DatabaseErrors errors = TestService.shared().bean(DatabaseErrors.class);

    @Test
    void failuresOfTheDatabaseAre503() {
        for (RuntimeException failure : new RuntimeException[] {
            new DataAccessException("away"), new IllegalStateException(new SQLException("away"))
        }) {
            HttpResponse<?> answer = errors.handle(REQUEST, failure);
            assertThat(answer.code()).as("%s", failure).isEqualTo(503);
            assertThat(answer.header("Retry-After")).as("%s", failure).isEqualTo("5");
        }
    }

    @Test
    void otherFailuresAreThrownAgain() {
        RuntimeException other = new IllegalStateException("a defect");
        assertThatThrownBy(() -> errors.handle(REQUEST, other)).isSameAs(other);
    }
}
