package io.jobledger.engine;

import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads where somebody else's cluster answers. */
public final class RemoteUrl {

    private RemoteUrl() {}

    /**
     * The base URL of a remote cluster.
     *
     * @param engine the engine's name in the configuration; {@code jobledger.<engine>.url} is the knob
     * @param url the knob's value
     * @param example an address as it might be, for the message
     * @throws IllegalArgumentException if there is none, or it is none of HTTP
     */
    public static URI parse(String engine, @Nullable String url, String example) {
        String knobs = "jobledger." + engine;
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException(knobs + ".mode is remote, so " + knobs + ".url must be set");
        }
        try {
            URI uri = new URI(url.trim());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean more = uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
            if (http && uri.getHost() != null && !more) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // No better than one that is none of HTTP.
        }
        throw new IllegalArgumentException(
                knobs + ".url must be an address such as " + example + ", but is \"" + url + "\"");
    }

    /** Host and port, without whatever else a URL may tell. */
    public static String address(URI url) {
        int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getHost() + ':' + (url.getPort() < 0 ? standard : url.getPort());
    }
}
