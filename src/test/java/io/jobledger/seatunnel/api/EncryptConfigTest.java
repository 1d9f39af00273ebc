package io.jobledger.seatunnel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobledger.seatunnel.SeaTunnelService;
import io.jobledger.seatunnel.contract.SeaTunnelCorpus;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against what the engine itself answers. */
@ResourceLock("seatunnel")
class EncryptConfigTest {

    private static final String BASE64 = "\"env\":{\"shade.identifier\":\"base64\"}";

    private final SeaTunnelService service = SeaTunnelService.shared();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"password":"p","username":"u","auth":"a","token":"t"}
            {"password":5,"username":true,"token":1.5}
            {"password":12345678901234567890}
            {"nested":{"password":"p"},"list":[{"token":"t"}]}
            {"user":"u","access_key":"k","secret_key":"s","Password":"p"}
            {"password":""}
            {"password":"\\u00e9\\"\\n"}
            {"a.b":1,"url":"jdbc:x?password=p","n":null}
            """)
    void isTheEngines(String plugin) {
        for (String env :
                new String[] {BASE64 + ",", "", "\"env\":{},", "\"env\":{\"shade.identifier\":\"nosuch\"},"}) {
            String config = "{" + env + "\"source\":[" + plugin + "],\"transform\":[],\"sink\":[" + plugin + "]}";
            HttpResponse<String> engines = service.askEngine("POST", "encrypt-config", config);
            assertThat(engines.statusCode()).as(engines.body()).isEqualTo(200);
            assertThat(service.post("encrypt-config", config)).isEqualTo(SeaTunnelCorpus.parse(engines.body()));
        }
    }

    @Test
    void twiceIsTwice() {
        String config = "{" + BASE64 + ",\"source\":[{\"password\":\"geheim\"}],\"sink\":[{}]}";
        JsonNode once = service.post("encrypt-config", config);
        assertThat(password(once)).isEqualTo("Z2VoZWlt");
        assertThat(password(service.post("encrypt-config", SeaTunnelCorpus.write(once))))
                .isEqualTo("WjJWb1pXbHQ=");
    }

    @Test
    void emptySinkIsRefusedAsTheEngineDoes() {
        String config = "{" + BASE64 + ",\"source\":[{}],\"sink\":[]}";
        HttpResponse<String> engines = service.askEngine("POST", "encrypt-config", config);
        assertThat(engines.statusCode()).isEqualTo(400);
        assertThat(service.error("POST", "encrypt-config", config, 400)).isEqualTo(service.error(engines));
    }

    private static String password(JsonNode config) {
        return config.get("source").get(0).get("password").getStringValue();
    }
}
