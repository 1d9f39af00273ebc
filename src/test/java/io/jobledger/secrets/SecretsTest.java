package io.jobledger.secrets;

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
                "auth_type",
                "pw",
                "db_pw",
                "userPw2",
                "dbpw",
                "pin",
                "userPin",
                "pin_code",
                "otp",
                "otp-code",
                "jwt",
                "x-jwt",
                "session",
                "sessionId",
                "JSESSIONID",
                "sessionKey",
                "signature",
                "X-Amz-Signature",
                "kennwort",
                "Passwort",
                "contraseña",
                "CONTRASEÑA_BD",
                "密码"
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
                "signatureVersion",
                "session.timeout.ms",
                "session-timeout",
                "sessionVariables",
                "pinned",
                "spin",
                "option",
                "shipping",
                "otp_length",
                "jwt_issuer",
                "pwm",
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
            java -jar a.jar --password geheim --user me | java -jar a.jar --password ****** --user me
            run --db-password "ge heim" -p 4 | run --db-password "******" -p 4
            run --password --user me | run --password --user me
            plink -pw geheim host | plink -pw ****** host
            ["--password","geheim","--parallelism","4"] | ["--password","******","--parallelism","4"]
            "[\\"--password\\", \\"geheim\\"]" | "[\\"--password\\", \\"******\\"]"
            [--password, geheim, --user, me] | [--password, ******, --user, me]
            curl -u admin:geheim http://h/x | curl -u admin:****** http://h/x
            curl -uadmin:geheim h | curl -uadmin:****** h
            curl --user "admin:ge heim" h | curl --user "admin:******" h
            ["curl","-u","admin:geheim","h"] | ["curl","-u","admin:******","h"]
            docker run -u 1000:1000 i | docker run -u 1000:1000 i
            mysql -uroot -pge!heim db | mysql -uroot -p****** db
            mysqldump -p'geheim' db; flink run -p4 a.jar | mysqldump -p'******' db; flink run -p4 a.jar
            flink run -p 4 -parallelism a.jar | flink run -p 4 -parallelism a.jar
            sshpass -p geheim ssh h | sshpass -p ****** ssh h
            redis-cli -a geheim get x | redis-cli -a ****** get x
            CREATE USER u IDENTIFIED BY 'geheim' ACCOUNT LOCK | CREATE USER u IDENTIFIED BY '******' ACCOUNT LOCK
            alter user u identified  by geheim | alter user u identified  by ******
            IDENTIFIED WITH mysql_native_password BY 'geheim' | IDENTIFIED WITH mysql_native_password BY '******'
            it was identified by its name | it was identified by ****** name
            SET PASSWORD = PASSWORD('geheim') | SET PASSWORD = PASSWORD('******')
            select password('geheim') | select password('******')
            it sent Basic dXNlcjpnZWhlaW0= to h | it sent Basic ****** to h
            "Basic geheim" | "Basic ******"
            Basic authentication failed, a basic example | Basic authentication failed, a basic example
            root:geheim@tcp(h:3306)/db?x=y | root:******@tcp(h:3306)/db?x=y
            dsn = "u:g@e(h@unix(/tmp/s)/db" | dsn = "u:******@unix(/tmp/s)/db"
            u:geheim@/db | u:******@/db
            Task:map@1a2b3c(x) and Task:map() | Task:map@1a2b3c(x) and Task:map()
            {"cmd":"mysql -pgeheim","x":"-p4"} | {"cmd":"mysql -p******","x":"-p4"}
            java -Dpin=geheim -Da=b | java -Dpin=****** -Da=b
            a:b and mailto:a@b.c (x) | a:b and mailto:a@b.c (x)
            {"p\\u0061ssword":"geheim"} | {"p\\u0061ssword":"******"}
            p\\u0061ssword=geheim | p\\u0061ssword=******
            http://h/?p%61ssword=geheim&a=b | http://h/?p%61ssword=******&a=b
            http://h/?password\\u003dgeheim\\u0026a=b | http://h/?password\\u003d******\\u0026a=b
            password%3Dgeheim%26a%3Db | password%3D******%26a%3Db
            {\\u0022password\\u0022:\\u0022ge heim\\u0022} | {\\u0022password\\u0022:\\u0022******\\u0022}
            -----BEGIN CERTIFICATE-----\\nabc | -----BEGIN CERTIFICATE-----\\nabc
            """)
    void findsSecretsInTexts(String text, String masked) {
        assertThat(Secrets.inText(text)).isEqualTo(masked);
        assertThat(Secrets.inText(masked)).isSameAs(masked);
    }

    @Test
    void masksArgumentsOfCommands() {
        assertThat(masked("{\"args\":[\"--password\",\"x\",\"--user\",\"me\",\"--token\",5,\"--pin\",\"-q\"]}"))
                .isEqualTo(
                        "{\"args\":[\"--password\",\"******\",\"--user\",\"me\",\"--token\",\"******\",\"--pin\",\"-q\"]}");
        assertThat(masked("[\"curl\",\"-u\",\"me:x y\",\"h\"]")).isEqualTo("[\"curl\",\"-u\",\"me:******\",\"h\"]");
        assertThat(masked("[\"/usr/bin/mysql\",\"-uroot\",\"-px\"]"))
                .isEqualTo("[\"/usr/bin/mysql\",\"-uroot\",\"-p******\"]");
        assertThat(masked("[\"flink\",\"run\",\"-p4\"]")).isEqualTo("[\"flink\",\"run\",\"-p4\"]");
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
                "password   ",
                "--password ",
                "\"--password\",",
                "-u a ",
                "-u a:",
                "-ua:",
                "mysql -p",
                "identified ",
                "identified by ",
                "Basic ",
                "Basic and",
                "a:",
                "a:b@",
                "a:b@c(",
                "\\u0061",
                "%61",
                "password\\u003d",
                "password=\\u0022"
            })
    void takesTimeInProportionToTheText(String part) {
        String text = part.repeat(3_000_000 / part.length());
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> Secrets.inText(text));
    }

    private static String masked(String json) {
        return SeaTunnelCorpus.write(Secrets.of(SeaTunnelCorpus.parse(json)));
    }
}
