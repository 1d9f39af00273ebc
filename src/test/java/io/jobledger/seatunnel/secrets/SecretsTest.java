package io.jobledger.seatunnel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "passwd",
                "pwd",
                "userPwd",
                "user.pwd",
                "sasl.password",
                "db_password_2",
                "pass",
                "passphrase",
                "access_key",
                "accessKey",
                "access-key-id",
                "AccessKeyID",
                "accesskey",
                "ak",
                "sk",
                "fs.s3a.secret.key",
                "fs.s3a.access.key",
                "AWS_SECRET_ACCESS_KEY",
                "fs.azure.account.key.x.net",
                "secret",
                "secrets",
                "clientSecret",
                "auth",
                "basic.auth.user.info",
                "authorization",
                "Proxy-Authorization",
                "oauth2",
                "credential",
                "credentials",
                "google-credentials",
                "private_key",
                "privateKey",
                "api_key",
                "apikey",
                "X-API-Key",
                "token",
                "tokens",
                "refreshToken",
                "bearer",
                "cookie",
                "Set-Cookie",
                "auth_type"
            })
    void masksWhatHasTheNameOfSecret(String name) {
        for (String value : new String[] {"\"x\"", "5", "true", "{\"a\":\"b\"}", "[1,\"x\"]", "\"\""}) {
            assertThat(masked("{\"a\":[{\"" + name + "\":" + value + "}]}"))
                    .isEqualTo("{\"a\":[{\"" + name + "\":\"******\"}]}");
        }
        assertThat(masked("{\"" + name + "\":null}")).isEqualTo("{\"" + name + "\":null}");
        assertThat(Secrets.inText(name + "=x")).isEqualTo(name + "=******");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "author",
                "authors",
                "authority",
                "primary_key",
                "primary_keys",
                "partition_key",
                "foreignKey",
                "key",
                "keys",
                "row.key",
                "routing-key",
                "key.deserializer",
                "token_count",
                "tokenCount",
                "max_tokens",
                "token.limit",
                "tokenizer",
                "username",
                "user",
                "compass",
                "bypass",
                "task",
                "risk",
                "desk",
                "ask",
                "keyword",
                "design",
                "plugin_name",
                "result_table_name",
                "monkey_access",
                "signature_base",
                "path"
            })
    void keepsWhatOnlyLooksLikeOne(String name) {
        String json = "{\"" + name + "\":\"x\"}";
        assertThat(masked(json)).isEqualTo(json);
        String text = name + "=x";
        assertThat(Secrets.inText(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            jdbc:postgresql://h:5/db?user=u&password=geheim&ssl=true | jdbc:postgresql://h:5/db?user=u&password=******&ssl=true
            jdbc:sqlserver://h;user=u;password=geheim;encrypt=true | jdbc:sqlserver://h;user=u;password=******;encrypt=true
            jdbc:mysql://u:geheim@h:3306/db | jdbc:mysql://u:******@h:3306/db
            mongodb://u:ge@heim@h1,h2/db | mongodb://u:******@h1,h2/db
            jdbc:oracle:thin:scott/geheim@h:1521:db | jdbc:oracle:thin:scott/******@h:1521:db
            jdbc:oracle:thin:@//h:1521/db | jdbc:oracle:thin:@//h:1521/db
            http://h:80/a@b | http://h:80/a@b
            see http://user@h/x | see http://user@h/x
            access_key=geheim, b=c | access_key=****** b=c
            pwd = 'ge''heim', a = 'b' | pwd = '******', a = 'b'
            select * from t where token = 'geheim' and a = 'b' | select * from t where token = '******' and a = 'b'
            CREATE USER u PASSWORD 'geheim'; | CREATE USER u PASSWORD '******';
            select password::text from t | select password::text from t
            select password from t | select password from t
            Authorization: Bearer geheim | Authorization: ******
            curl -H "Authorization: Basic geheim" h | curl -H "Authorization: ******" h
            it sent Bearer geheim to h | it sent Bearer ****** to h
            LoginModule required username="u" password="ge;\\"heim"; | LoginModule required username="u" password="******";
            {"a":1,"password":"geheim","b":2} | {"a":1,"password":"******","b":2}
            {"password":5,"b":2} | {"password":******,"b":2}
            {"secret":{"a":"}","b":[1]},"b":2} | {"secret":******,"b":2}
            "{\\"password\\":\\"ge\\\\\\"heim\\",\\"b\\":2}" | "{\\"password\\":\\"******\\",\\"b\\":2}"
            x = "jdbc:x?password=geheim" | x = "jdbc:x?password=******"
            x = \\"jdbc:x?password=geheim\\" | x = \\"jdbc:x?password=******\\"
            Jdbc { user = u, password = geheim } | Jdbc { user = u, password = ****** }
            credentials { a = b } end | credentials ****** end
            password = \"""ge"heim\""" | password = \"""******\"""
            <password>geheim</password> | <password>******</password>
            javax.security.auth.login.LoginException: no such user | javax.security.auth.login.LoginException: no such user
            Failed connecting to jdbc:x://h/x?password=geheim via JDBC. | Failed connecting to jdbc:x://h/x?password=****** via JDBC.
            -----BEGIN RSA PRIVATE KEY-----\\ngeheim\\n-----END RSA PRIVATE KEY----- | -----BEGIN RSA PRIVATE KEY-----******-----END RSA PRIVATE KEY-----
            -----BEGIN CERTIFICATE-----\\nabc | -----BEGIN CERTIFICATE-----\\nabc
            """)
    void findsSecretsInTexts(String text, String masked) {
        assertThat(Secrets.inText(text)).isEqualTo(masked);
        assertThat(Secrets.inText(masked)).isSameAs(masked);
    }

    @Test
    void masksWhatAnotherFieldNames() {
        assertThat(masked("[{\"name\":\"password\",\"value\":\"x\"},{\"name\":\"a\",\"value\":\"x\"}]"))
                .isEqualTo("[{\"name\":\"password\",\"value\":\"******\"},{\"name\":\"a\",\"value\":\"x\"}]");
        assertThat(masked("[{\"name\":\"password\",\"type\":\"string\"}]"))
                .isEqualTo("[{\"name\":\"password\",\"type\":\"string\"}]");
    }

    @Test
    void looksIntoTextsAndNames() {
        assertThat(masked("{\"url\":\"jdbc:x?password=geheim\",\"x://u:geheim@h\":1}"))
                .isEqualTo("{\"url\":\"jdbc:x?password=******\",\"x://u:******@h\":1}");
    }

    @Test
    void changesNothingWhenRepeated() {
        JsonNode once = Secrets.of(SeaTunnelCorpus.parse("{\"password\":{\"a\":1},\"b\":\"x://u:p@h\"}"));
        assertThat(Secrets.of(once)).isEqualTo(once);
    }

    /** Each would take hours if the time grew faster than the text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "password",
                "password=",
                "password='",
                "password=\\",
                "\\",
                "\"",
                "'",
                "password={",
                "{\"",
                "://",
                "://a:",
                "jdbc:oracle:",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY-----",
                "<password>",
                "token : ",
                "Bearer ",
                "aB",
                "a.",
                "-",
                "authorization:",
                "password=\\\"",
                "secret['",
                "password   "
            })
    void takesTimeInProportionToTheText(String part) {
        String text = part.repeat(10_000_000 / part.length());
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Secrets.inText(text));
    }

    private static String masked(String json) {
        return SeaTunnelCorpus.write(Secrets.of(SeaTunnelCorpus.parse(json)));
    }
}
