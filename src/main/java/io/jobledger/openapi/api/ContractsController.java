package io.jobledger.openapi.api;

import io.jobledger.http.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.util.HttpHostResolver;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;

/** Gives out the contracts, each with the address in {@code servers} that the client has called. */
@Controller("/openapi")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ContractsController {
    private static final Map<String, MediaType> TYPES = Map.of(
            "yaml", MediaType.of("application/yaml; charset=utf-8"),
            "json", MediaType.of("application/json; charset=utf-8"));

    /** Read at the first request, so that a start does not wait for it. */
    private final Map<String, ContractFile> files = new ConcurrentHashMap<>();

    private final Json json;
    private final HttpHostResolver addresses;

    ContractsController(Json json, HttpHostResolver addresses) {
        this.json = json;
        this.addresses = addresses;
    }

    /** Returns a contract, or 304 if the client has it. */
    @Get(
            "/{name:flink-rest|seatunnel-rest|rocketmq-connect-rest|rocketmq-connect-json-rest|history-rest}.{format:yaml|json}")
    @Produces(MediaType.ALL)
    HttpResponse<?> contract(
            String name,
            String format,
            @Nullable @Header(HttpHeaders.IF_NONE_MATCH) String known,
            HttpRequest<?> request) {
        byte[] text = files.computeIfAbsent(name, absent -> ContractFile.read(absent, json))
                .text(format, addresses.resolve(request))
                .getBytes(StandardCharsets.UTF_8);
        String tag = '"' + DigestUtils.sha256Hex(text).substring(0, 32) + '"';
        boolean hasIt = known != null && (known.strip().equals("*") || known.contains(tag));
        MutableHttpResponse<?> response =
                hasIt ? HttpResponse.notModified() : HttpResponse.ok(text).contentType(TYPES.get(format));
        // Weak: the same text may be sent compressed.
        return response.header(HttpHeaders.ETAG, "W/" + tag).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
}
