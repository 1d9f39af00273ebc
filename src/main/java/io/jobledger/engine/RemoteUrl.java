package io.jobledger.engine;

import io.micronaut.core.annotation.Nullable;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads the base URL of a remote cluster. */
public final class RemoteUrl {

    private RemoteUrl() {}

    /**
     * Returns the base URL of a remote cluster.
     *
     * @param engine the engine's name in the configuration; {@code jobledger.<engine>.url} is the setting
     * @param url the setting's value
     * @throws IllegalArgumentException if there is no URL, or it is no HTTP URL
     */
    public static URI parse(String engine, @Nullable String url) {
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
            // Refused below, like a URL that is not HTTP.
        }
        throw new IllegalArgumentException(
                knobs + ".url must be an address such as http://host:port, but is \"" + url + "\"");
    }

    /** Returns host and port of a URL, without user, path and query. */
    public static String address(URI url) {
        int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getHost() + ':' + (url.getPort() < 0 ? standard : url.getPort());
    }
}
