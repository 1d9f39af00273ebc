package io.jobledger.connect.worker;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONWriter;
import java.nio.charset.StandardCharsets;

/** Holds what the worker answers. As in the real runtime, errors of its own have the HTTP status 200, too. */
record Answer(int status, String contentType, byte[] body) {
    static final Answer NOT_FOUND = new Answer(404, "text/plain", "Not found".getBytes(StandardCharsets.UTF_8));

    static Answer ok(Object body) {
        return json(200, Documents.object("status", 200, "body", body));
    }

    static Answer error(int code, String message) {
        return json(200, Documents.object("errorCode", code, "message", message));
    }

    static Answer json(int status, Object document) {
        return new Answer(status, "application/json", JSON.toJSONBytes(document, JSONWriter.Feature.WriteMapNullValue));
    }
}
