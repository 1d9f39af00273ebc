package io.jobledger.flink.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request written byte by byte, as no HTTP library would send it, and the answer to it. */
public final class RawHttp {
    private final ByteArrayOutputStream request = new ByteArrayOutputStream();
    private final List<String> headers = new ArrayList<>();
    private final String method;
    private final String target;
    private byte[] body = new byte[0];
    private boolean lengthGiven;

    private RawHttp(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /** @param target goes onto the request line as it is, one byte per char */
    public static RawHttp request(String method, String target) {
        return new RawHttp(method, target);
    }

    public RawHttp header(String name, String value) {
        headers.add(name + ": " + value);
        lengthGiven |= name.equalsIgnoreCase("Content-Length");
        return this;
    }

    public RawHttp json(String json) {
        return body("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public RawHttp body(String contentType, byte[] content) {
        body = content;
        return header("Content-Type", contentType);
    }

    public Answer send(URI server) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            line(method + ' ' + target + " HTTP/1.1");
            line("Host: " + server.getAuthority());
            line("Connection: close");
            if (!lengthGiven && (body.length > 0 || !method.equals("GET"))) {
                line("Content-Length: " + body.length);
            }
            for (String header : headers) {
                line(header);
            }
            line("");
            request.write(body);
            socket.getOutputStream().write(request.toByteArray());
            return Answer.read(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(this + " to " + server, e);
        }
    }

    private void line(String text) throws IOException {
        request.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        String shown = new String(body, StandardCharsets.UTF_8);
        return method + ' ' + shortened(target) + (body.length == 0 ? "" : ' ' + shortened(shown));
    }

    private static String shortened(String text) {
        return text.length() <= 150 ? text : text.substring(0, 150) + "… (" + text.length() + ')';
    }

    /** @param headers names in lower case */
    public record Answer(int status, Map<String, String> headers, String body) {

        private static Answer read(InputStream in) throws IOException {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("No answer, but \"" + text + '"');
            }
            String[] lines = text.substring(0, end).split("\r\n");
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(":", 2);
                headers.put(header[0].toLowerCase(Locale.ROOT), header[1].trim());
            }
            byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                body = unchunked(new ByteArrayInputStream(body));
            }
            return new Answer(
                    Integer.parseInt(lines[0].split(" ")[1]),
                    Collections.unmodifiableMap(headers),
                    new String(body, StandardCharsets.UTF_8));
        }

        private static byte[] unchunked(ByteArrayInputStream in) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            StringBuilder size = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != '\n') {
                    size.append((char) c);
                } else if (!size.toString().isBlank()) {
                    byte[] chunk = new byte[Integer.parseInt(size.toString().trim(), 16)];
                    int read = in.read(chunk, 0, chunk.length);
                    whole.write(chunk, 0, Math.max(0, read));
                    size.setLength(0);
                }
            }
            return whole.toByteArray();
        }
    }
}
