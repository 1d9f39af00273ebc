package io.jobledger.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.types.files.FileCustomizableResponseType;
import io.micronaut.http.server.types.files.StreamedFile;
import java.io.IOException;
import java.util.Set;

/**
 * Limits the framework's static resources to reads of files. The framework alone answers any method with a file, such
 * as {@code DELETE /} with the page at {@code /}. It also answers the folders of a jar as empty files.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class StaticFiles {
    private static final Set<String> PAGES = Set.of("/", "/history/ui/", "/openapi/");

    /** @throws HttpStatusException 404, worded by the API as of any path that it does not have */
    @ResponseFilter
    void refuse(HttpRequest<?> request, HttpResponse<?> response) throws IOException {
        if (response.body() instanceof FileCustomizableResponseType file && !asksForFile(request)) {
            if (file instanceof StreamedFile open) {
                open.getInputStream().close();
            }
            throw new HttpStatusException(HttpStatus.NOT_FOUND, request.getPath());
        }
    }

    /** Returns whether a request reads a file. The name of each of our files has a dot, and no folder's has. */
    private static boolean asksForFile(HttpRequest<?> request) {
        String path = request.getPath();
        return (request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD)
                && (PAGES.contains(path) || path.indexOf('.', path.lastIndexOf('/')) > 0);
    }
}
