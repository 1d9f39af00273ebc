package io.jobledger.seatunnel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedCausesTest {

    @Test
    void tellsEachMessageOnce() {
        assertThat(LoggedCauses.in("""
                        org.x.FactoryException: Unable to create a source
                        \tat org.x.A.a(A.java:1)
                        Caused by: org.x.CatalogException: Failed connecting: refused
                        by the host
                        \tat org.x.B.b(B.java:2)
                        \t... 15 more
                        Caused by: java.net.ConnectException: refused
                        Caused by: org.x.JsonParseException: Unrecognized token
                         at [Source: (String)"x"; line: 1, column: 2]
                        \tat org.x.C.c(C.java:3)
                        2026-11-21 12:32:20,153 INFO  next
                        Caused by: org.x.Other: another one's
                        """)).hasValue("Failed connecting: refused by the host; Unrecognized token");
    }

    @Test
    void tellsWhereWhatHasNoMessageIsFrom() {
        assertThat(LoggedCauses.in("""
                        org.x.FactoryException: Unable to create a source
                        Caused by: java.lang.IllegalArgumentException
                        \tat com.google.common.base.Preconditions.checkArgument(Preconditions.java:127)
                        \tat java.base/java.util.Optional.map(Optional.java:260)
                        \tat org.x.jdbc.AbstractJdbcCatalog.<init>(AbstractJdbcCatalog.java:92)
                        \tat org.x.jdbc.PostgresCatalog.<init>(PostgresCatalog.java:90)
                        """)).hasValue("IllegalArgumentException in AbstractJdbcCatalog.<init>");
    }

    @Test
    void nothingIsNothing() {
        assertThat(LoggedCauses.in("")).isEmpty();
        assertThat(LoggedCauses.in("org.x.FactoryException: Unable\n\tat org.x.A.a(A.java:1)\n"))
                .isEmpty();
    }
}
