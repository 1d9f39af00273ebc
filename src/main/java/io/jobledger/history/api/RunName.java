package io.jobledger.history.api;

import io.jobledger.http.ApiException;
import io.jobledger.ledger.JobKey;
import io.micronaut.core.annotation.Nullable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Names a job, or one run of it, in one text.
 *
 * @param run null for the newest
 * @param version of the configuration, null for the newest
 */
record RunName(JobKey key, @Nullable Integer run, @Nullable Integer version) {

    /**
     * Takes apart {@code engine/cluster/jobId[/run[/version]]}, each percent-encoded.
     *
     * @throws ApiException 400, naming the parameter
     */
    static RunName parse(String parameter, String text) {
        try {
            List<String> parts = Arrays.stream(text.split("/", -1))
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
            if (parts.size() < 3 || parts.size() > 5 || parts.contains("")) {
                throw malformed(parameter, text);
            }
            return new RunName(
                    new JobKey(parts.get(0), parts.get(1), parts.get(2)),
                    parts.size() == 3 ? null : Integer.valueOf(parts.get(3)),
                    parts.size() < 5 ? null : Integer.valueOf(parts.get(4)));
        } catch (IllegalArgumentException e) {
            throw malformed(parameter, text);
        }
    }

    private static ApiException malformed(String parameter, String text) {
        return Parameters.wrong(
                parameter, "engine/cluster/jobId, engine/cluster/jobId/run or engine/cluster/jobId/run/version", text);
    }
}
