package io.jobledger.fuzz;

import static io.jobledger.fuzz.KnownValues.one;

import com.fasterxml.jackson.databind.JsonNode;
import io.jobledger.contract.Contract;
import io.jobledger.contract.Contract.Operation;
import io.jobledger.flink.contract.FlinkContract;
import io.jobledger.fuzz.FuzzRequest.Ending;
import io.jobledger.fuzz.FuzzRequest.Expected;
import io.jobledger.fuzz.OddForms.Form;
import io.jobledger.fuzz.SchemaValues.About;
import io.jobledger.history.contract.HistoryContract;
import io.jobledger.seatunnel.contract.SeaTunnelContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Makes requests from the contracts: the one of a number is the same each time, but for the ids that an engine chose. */
final class RequestMaker {
    /** GETs that change something: their jobs are not those that must stay. */
    private static final Set<String> CHANGING_GETS = Set.of(
            "/jobs/{jobid}/yarn-cancel",
            "/jobs/{jobid}/yarn-stop",
            "/jobs/{jobid}/cancel-with-savepoint",
            "/jobs/{jobid}/cancel-with-savepoint/target-directory/{targetDirectory}");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "FOO", "PROPFIND");
    private static final List<String> TYPES = List.of(
            "",
            "text/plain",
            "text/html",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "application/json; charset=nonsense",
            "application/json; charset=UTF-16",
            "application/*",
            "*/*",
            "json",
            ";",
            "application/json;",
            "APPLICATION/JSON",
            "application/vnd.a+json",
            "a/b/c",
            "\u00e9");
    private static final List<String> ACCEPTS = List.of(
            "",
            "*/*",
            "text/html",
            "text/csv",
            "application/json",
            "application/xml",
            "application/x-ndjson",
            "text/*",
            "application/json;q=0",
            "text/csv;q=0.5, application/json;q=0.1",
            "nonsense",
            "a/b/c",
            ";",
            ",",
            "*",
            "\u00e9",
            "application/json;q=x");
    private static final List<String> HEADERS = List.of(
            "Accept-Encoding: gzip",
            "Accept-Encoding: nonsense",
            "If-None-Match: *",
            "If-Modified-Since: nonsense",
            "Range: bytes=0-0",
            "Cookie: a=b; ;=;",
            "Authorization: Basic !",
            "X-Jobledger-Cluster: local",
            "X-Http-Method-Override: DELETE",
            "X-Forwarded-For: 1.2.3.4",
            "Accept-Language: \u00e9",
            "Accept-Charset: nonsense",
            "Upgrade: h2c",
            "Origin: null",
            "Connection: close",
            "X-Empty:",
            "Forwarded: for=\"",
            "Content-Language: xx",
            "Accept: */*, text/csv, application/json");
    private static final List<String> HOSTS =
            List.of("", "evil.example", "localhost", "127.0.0.1:1", "[::1]", "a b", "\u00e9");
    private static final int TARGET_LIMIT = 4_000;
    private static final int HEADER_LIMIT = 8_000;

    private record Place(Contract contract, String kind, Operation operation) {}

    private final long seed;
    private final SchemaValues values;
    private final OddJson json;
    private final List<Place> places = new ArrayList<>();

    RequestMaker(long seed, KnownValues known) {
        this.seed = seed;
        this.values = new SchemaValues(known);
        this.json = new OddJson(values);
        add(FlinkContract.get(), "flink");
        add(SeaTunnelContract.get(), "seatunnel");
        add(HistoryContract.get(), "history");
    }

    private void add(Contract contract, String kind) {
        contract.operations().stream()
                // It would end the engine.
                .filter(operation -> !operation.toString().equals("DELETE /cluster"))
                .forEach(operation -> places.add(new Place(contract, kind, operation)));
    }

    int operations() {
        return places.size();
    }

    /** The request of a number. */
    FuzzRequest request(int number) {
        Random random = new Random((seed * 0x9E3779B97F4A7C15L) ^ (number * 0xC2B2AE3D27D4EB4FL));
        random.nextInt();
        // Each operation has its turn.
        Place place = places.get(number % places.size());
        int way = random.nextInt(100);
        if (way < 70) {
            return plain(number, random, place);
        } else if (way < 76) {
            return otherMethod(number, random, place);
        } else if (way < 80) {
            Draft draft = draft(random, place, true);
            draft.contentType(one(random, TYPES));
            return draft.request(number, Ending.KEEP);
        } else if (way < 84) {
            return oddHeaders(number, random, place);
        } else if (way < 88) {
            return oddTarget(number, random, place);
        } else if (way < 91) {
            return cutOff(number, random, place);
        } else if (way < 94) {
            return pipelined(number, random);
        } else if (way < 97) {
            return malformed(number, random, place);
        }
        return otherFraming(number, random, place);
    }

    private FuzzRequest plain(int number, Random random, Place place) {
        return draft(random, place, false).request(number, Ending.KEEP);
    }

    private static boolean isRead(Place place) {
        return place.operation().method().equals("GET")
                && !CHANGING_GETS.contains(place.operation().path());
    }

    /** @param valid whether nothing of it is odd */
    private Draft draft(Random random, Place place, boolean valid) {
        Draft draft = new Draft(place);
        draft.version = place.kind().equals("flink") && random.nextInt(3) == 0;
        boolean deletes = place.operation().method().equals("DELETE");
        About about = values.about(random, isRead(place), deletes);
        fill(draft, random, place, valid ? 0 : random.nextInt(3), about);
        return draft;
    }

    /** @param oddness 0: nothing is odd, 1: one thing, 2: several things are */
    private void fill(Draft draft, Random random, Place place, int oddness, About about) {
        List<JsonNode> parameters = place.contract().parameters(place.operation());
        JsonNode content = place.contract()
                .resolve(place.operation().node().path("requestBody"))
                .path("content");
        int things = parameters.size() + (content.isEmpty() ? 0 : 2);
        int odd = oddness == 1 && things > 0 ? random.nextInt(things) : -1;
        for (int i = 0; i < parameters.size(); i++) {
            boolean isOdd = i == odd || oddness == 2 && random.nextBoolean();
            parameter(draft, random, place, parameters.get(i), isOdd, about);
        }
        boolean oddBody = odd >= parameters.size() || oddness == 2 && random.nextBoolean();
        if (content.has("multipart/form-data")) {
            boolean jar = place.operation().path().startsWith("/jars");
            Form form = oddBody ? OddForms.odd(random) : OddForms.valid(random, jar);
            draft.body(form.contentType(), form.body());
            draft.split = Math.min(form.split(), form.body().length);
        } else if (content.has("application/json")) {
            JsonNode media = content.path("application/json");
            byte[] body = oddBody
                    ? json.odd(random, place.contract(), place.kind(), media, about)
                    : json.valid(random, place.contract(), place.kind(), media, about);
            draft.body("application/json", body);
            if (place.operation().node().path("requestBody").path("required").isMissingNode()
                    && random.nextInt(4) == 0) {
                draft.body = null;
            }
        } else if (place.operation().node().has("x-get-body") && random.nextInt(3) == 0) {
            draft.body(
                    "application/json",
                    "{\"programArgsList\":[\"--kind\",\"batch\"]}".getBytes(StandardCharsets.UTF_8));
            draft.ofEngine = false;
        }
    }

    private void parameter(Draft draft, Random random, Place place, JsonNode parameter, boolean odd, About about) {
        String name = parameter.path("name").asText();
        boolean path = parameter.path("in").asText().equals("path");
        boolean required = parameter.path("required").asBoolean();
        if (!odd && !required && random.nextInt(4) > 0 || odd && !path && random.nextInt(8) == 0) {
            return;
        }
        JsonNode schema = place.contract().resolve(parameter.path("schema"));
        boolean submits = place.kind().equals("seatunnel") && !path && name.equals("jobId");
        String meaning = submits ? "submittedJobId" : name;
        JsonNode items = schema.has("items") ? place.contract().resolve(schema.get("items")) : schema;
        Value value =
                odd ? values.odd(random, meaning, items) : values.valid(random, place.kind(), meaning, items, about);
        if (path) {
            draft.path = draft.path.replace("{" + name + "}", value.encoded());
            draft.oddPath |= value.odd();
        } else {
            int times = odd && random.nextInt(10) == 0 ? 1 + random.nextInt(100) : 1;
            for (int i = 0; i < times; i++) {
                draft.query.add(Value.encode(name) + '=' + value.encoded());
            }
        }
        draft.malformed |= value.malformed();
    }

    private FuzzRequest otherMethod(int number, Random random, Place place) {
        String method = one(random, METHODS);
        Draft draft = new Draft(place);
        fill(draft, random, place, 0, values.about(random, false, true));
        draft.method = method;
        draft.ofEngine = method.equals("HEAD");
        // HEAD is answered as GET; and the framework takes "get" for GET.
        String taken = method.equals("HEAD") ? "GET" : method.toUpperCase(Locale.ROOT);
        Set<Integer> none = METHODS.indexOf(method) < 6 ? Set.of(404, 405) : Set.of(400, 404, 405, 501);
        draft.statuses = place.contract()
                .operation(taken, draft.path)
                .map(operation -> new Place(place.contract(), place.kind(), operation))
                .filter(other -> !method.equals("HEAD") || isRead(other))
                .map(RequestMaker::declared)
                .orElse(none);
        if (method.equals("HEAD") || method.equals("GET") || method.equals("TRACE")) {
            draft.body = null;
        }
        return draft.request(number, Ending.KEEP);
    }

    private FuzzRequest oddHeaders(int number, Random random, Place place) {
        Draft draft = draft(random, place, true);
        switch (random.nextInt(5)) {
            case 0, 1 -> draft.headers.add("Accept: " + one(random, ACCEPTS));
            case 2, 3 -> draft.headers.add(one(random, HEADERS));
            default -> {
                draft.host = one(random, HOSTS);
                draft.allow(400, 403, 421);
            }
        }
        if (random.nextInt(8) == 0) {
            draft.headers.add("X-Long: " + "a".repeat(1 << random.nextInt(15)));
            draft.longHeaders = true;
        }
        return draft.request(number, Ending.KEEP);
    }

    private FuzzRequest oddTarget(int number, Random random, Place place) {
        Draft draft = draft(random, place, true);
        String path = draft.path;
        int at = random.nextInt(path.length());
        int slash = path.indexOf('/', at) < 0 ? 0 : path.indexOf('/', at);
        draft.ofEngine = false;
        draft.path = switch (random.nextInt(14)) {
            case 0 -> path + '/';
            case 1 -> path + "//";
            case 2 -> path.substring(0, slash) + '/' + path.substring(slash);
            case 3 -> path.substring(0, slash) + "/." + path.substring(slash);
            case 4 -> path.substring(0, slash) + "/a/.." + path.substring(slash);
            case 5 -> path.substring(0, slash) + "/%2e%2e" + path.substring(slash);
            case 6 -> path.substring(0, at) + String.format("%%%02x", (int) path.charAt(at)) + path.substring(at + 1);
            case 7 -> path.substring(0, at) + "%00" + path.substring(at);
            case 8 -> path.substring(0, at) + OddValues.value(random).encoded() + path.substring(at);
            case 9 -> path + ';' + OddValues.value(random).encoded();
            case 10 -> path + '#' + OddValues.value(random).encoded();
            case 11 -> "http://127.0.0.1" + path;
            case 12 -> "/v1/v1" + path;
            default -> path + "/" + "a".repeat(1 << random.nextInt(14));
        };
        draft.version = false;
        draft.oddPath = true;
        draft.allow(405);
        return draft.request(number, Ending.CLOSE);
    }

    private FuzzRequest cutOff(int number, Random random, Place place) {
        Draft draft = draft(random, place, true);
        byte[] whole = draft.bytes();
        byte[] cut = Arrays.copyOf(whole, random.nextInt(whole.length));
        Ending ending = random.nextBoolean() ? Ending.CUT : Ending.HALF_CLOSE;
        return new FuzzRequest(
                number,
                ending + " after " + cut.length + " bytes of " + draft.shown(),
                List.of(cut),
                ending == Ending.CUT ? List.of() : List.of(Expected.nothing()),
                ending);
    }

    /** Several at once, all of them reads. */
    private FuzzRequest pipelined(int number, Random random) {
        int count = 2 + random.nextInt(12);
        List<byte[]> pieces = new ArrayList<>();
        List<Expected> expected = new ArrayList<>();
        StringBuilder shown = new StringBuilder("pipelined");
        StringBuilder all = new StringBuilder();
        while (expected.size() < count) {
            Place place = one(random, places);
            if (isRead(place)) {
                Draft draft = draft(random, place, true);
                draft.body = null;
                all.append(new String(draft.bytes(), StandardCharsets.ISO_8859_1));
                expected.add(draft.expected());
                shown.append(" | ").append(draft.shown());
            }
        }
        pieces.add(all.toString().getBytes(StandardCharsets.ISO_8859_1));
        return new FuzzRequest(
                number, shown.toString(), pieces, expected, random.nextInt(4) == 0 ? Ending.CLOSE : Ending.KEEP);
    }

    /** No HTTP, or hardly: it may be refused, or not be answered at all. */
    private FuzzRequest malformed(int number, Random random, Place place) {
        Draft draft = draft(random, place, true);
        String whole = new String(draft.bytes(), StandardCharsets.ISO_8859_1);
        int at = random.nextInt(whole.length());
        String broken = switch (random.nextInt(10)) {
            case 0 -> whole.replaceFirst(" HTTP/1.1", "");
            case 1 ->
                whole.replaceFirst(
                        "HTTP/1.1", one(random, List.of("HTTP/0.9", "HTTP/2.0", "HTTP/1.", "HTTP/9.9", "FTP/1.1", "")));
            case 2 -> whole.replaceFirst("\r\n", "\r\nContent-Length: -1\r\n");
            case 3 -> whole.replaceFirst("\r\n", "\r\nContent-Length: 1\r\nContent-Length: 2\r\n");
            case 4 -> whole.replaceFirst("\r\n", "\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "zz\r\n";
            case 5 -> whole.replaceFirst("\r\n", "\r\n no header\r\n\u0000: a\r\n");
            case 6 -> whole.replace("\r\n", "\n");
            case 7 -> "\u0016\u0003\u0001\u0002\u0000\u0001" + whole;
            case 8 -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + whole;
            default -> whole.substring(0, at) + (char) random.nextInt(256) + whole.substring(at + 1);
        };
        return new FuzzRequest(
                number,
                "malformed " + shortened(broken),
                List.of(broken.getBytes(StandardCharsets.ISO_8859_1)),
                List.of(Expected.nothing()),
                Ending.HALF_CLOSE);
    }

    /** What HTTP allows and few clients do. */
    private FuzzRequest otherFraming(int number, Random random, Place place) {
        Draft draft = draft(random, place, true);
        switch (random.nextInt(6)) {
            case 0 -> draft.chunked = true;
            case 1 -> draft.headers.add("Expect: 100-continue");
            case 2 -> draft.http10 = true;
            case 3 -> draft.split = -1;
            case 4 -> {
                if (draft.body == null && isRead(place)) {
                    draft.body("application/json", "{}".getBytes(StandardCharsets.UTF_8));
                    draft.ofEngine = false;
                }
            }
            default -> {
                Value value = OddValues.value(random);
                draft.query.add("unknown=" + value.encoded());
                draft.malformed |= value.malformed();
            }
        }
        return draft.request(number, Ending.KEEP);
    }

    private static Set<Integer> declared(Place place) {
        Set<Integer> statuses = new TreeSet<>();
        place.operation()
                .node()
                .path("responses")
                .fieldNames()
                .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    private static String shortened(String text) {
        String shown = text.replaceAll("[^ -~]", "?");
        return shown.length() <= 300 ? shown : shown.substring(0, 300) + "... (" + shown.length() + ')';
    }

    /** A request in the making. */
    private static final class Draft {
        private final Place place;
        private final List<String> headers = new ArrayList<>();
        private final List<String> query = new ArrayList<>();
        private String method;
        private String path;
        private String host = "127.0.0.1";
        private String contentType;
        private byte[] body;
        private Set<Integer> statuses;
        private boolean version;
        private boolean chunked;
        private boolean http10;
        private boolean oddPath;
        private boolean malformed;
        private boolean longHeaders;
        private boolean ofEngine = true;
        private int split;

        Draft(Place place) {
            this.place = place;
            this.method = place.operation().method();
            this.path = place.operation().path();
            this.statuses = declared(place);
        }

        void contentType(String type) {
            contentType = type;
            if (body == null) {
                body = new byte[0];
            }
        }

        void body(String type, byte[] content) {
            contentType = type;
            body = content;
        }

        void allow(Integer... more) {
            statuses = new TreeSet<>(statuses);
            statuses.addAll(List.of(more));
        }

        private String target() {
            return (version ? "/v1" : "") + path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        }

        String shown() {
            String content =
                    body == null || body.length == 0 ? "" : ' ' + new String(body, StandardCharsets.ISO_8859_1);
            return method
                    + ' '
                    + shortened(target())
                    + (contentType == null ? "" : " (" + shortened(contentType) + ')')
                    + (headers.isEmpty() ? "" : ' ' + shortened(headers.toString()))
                    + (http10 ? " HTTP/1.0" : "")
                    + (chunked ? " chunked" : "")
                    + (host.equals("127.0.0.1") ? "" : " Host: " + shortened(host))
                    + shortened(content);
        }

        byte[] bytes() {
            StringBuilder head = new StringBuilder();
            head.append(method)
                    .append(' ')
                    .append(target())
                    .append(http10 ? " HTTP/1.0" : " HTTP/1.1")
                    .append("\r\n");
            head.append("Host: ").append(host).append("\r\n");
            if (contentType != null && body != null) {
                head.append("Content-Type: ").append(contentType).append("\r\n");
            }
            headers.forEach(header -> head.append(header).append("\r\n"));
            byte[] content = body == null ? new byte[0] : body;
            if (chunked && content.length > 0) {
                int half = content.length / 2;
                head.append("Transfer-Encoding: chunked\r\n\r\n");
                String text = new String(content, StandardCharsets.ISO_8859_1);
                for (String part : List.of(text.substring(0, half), text.substring(half))) {
                    if (!part.isEmpty()) {
                        head.append(Integer.toHexString(part.length()))
                                .append("\r\n")
                                .append(part)
                                .append("\r\n");
                    }
                }
                head.append("0\r\n\r\n");
                return head.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
            if (body != null || !List.of("GET", "HEAD", "TRACE", "get").contains(method)) {
                head.append("Content-Length: ").append(content.length).append("\r\n");
            }
            head.append("\r\n");
            byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] whole = Arrays.copyOf(start, start.length + content.length);
            System.arraycopy(content, 0, whole, start.length, content.length);
            return whole;
        }

        Expected expected() {
            Set<Integer> all = new TreeSet<>(statuses);
            if (malformed) {
                all.add(400);
            }
            if (oddPath) {
                all.addAll(List.of(400, 404));
                // The path may be that of another operation.
                place.contract()
                        .operation(method, path)
                        .ifPresent(other -> all.addAll(declared(new Place(place.contract(), "", other))));
            }
            if (target().length() > TARGET_LIMIT) {
                all.add(414);
            }
            if (longHeaders && headers.stream().mapToInt(String::length).sum() > HEADER_LIMIT) {
                all.addAll(List.of(400, 413, 431));
            }
            String answeredBy = place.operation().node().path("x-answered-by").asText();
            boolean asks = ofEngine && List.of("GET", "HEAD").contains(method) && body == null;
            return new Expected(
                    place.operation().toString(),
                    method.equals("HEAD"),
                    all,
                    asks ? target() : null,
                    answeredBy.equals("ledger") ? null : place.kind());
        }

        FuzzRequest request(int number, Ending ending) {
            byte[] whole = bytes();
            List<byte[]> pieces = new ArrayList<>();
            int end = split < 0 ? 1 : split == 0 || chunked || body == null ? 0 : whole.length - body.length + split;
            if (end > 0) {
                pieces.add(Arrays.copyOf(whole, end));
            }
            if (split < 0) {
                int middle = whole.length / 2;
                pieces.add(Arrays.copyOfRange(whole, end, middle));
                end = middle;
            }
            pieces.add(Arrays.copyOfRange(whole, end, whole.length));
            return new FuzzRequest(number, shown(), pieces, List.of(expected()), ending);
        }
    }
}
