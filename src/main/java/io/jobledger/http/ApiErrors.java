package io.jobledger.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.exceptions.response.HateoasErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives every error, ours and the framework's, the shape of the API that was called. */
@Singleton
@Replaces(HateoasErrorResponseProcessor.class)
public final class ApiErrors
        implements ErrorResponseProcessor<byte[]>, ExceptionHandler<ApiException, HttpResponse<?>> {
    /** The content type that the engines give their JSON. Clients compare it. */
    public static final MediaType JSON = MediaType.of("application/json; charset=UTF-8");

    private static final Set<HttpStatus> UNROUTED = Set.of(
            HttpStatus.NOT_FOUND,
            HttpStatus.METHOD_NOT_ALLOWED,
            HttpStatus.NOT_ACCEPTABLE,
            HttpStatus.UNSUPPORTED_MEDIA_TYPE);

    private final List<ErrorShape> shapes;

    ApiErrors(List<ErrorShape> shapes) {
        this.shapes = shapes;
    }

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> base) {
        HttpStatus status = base.getStatus();
        if (isLineTooLong(context.getRequest())) {
            return write(
                    base,
                    HttpStatus.REQUEST_URI_TOO_LONG,
                    "The request line is too long.",
                    false,
                    context.getRequest());
        }
        String message = context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
        if (message.isEmpty() || status == HttpStatus.INTERNAL_SERVER_ERROR) {
            // The cause of an internal error is for the log alone.
            message = status.getReason();
        }
        return write(base, status, message, UNROUTED.contains(status), context.getRequest());
    }

    private static boolean isLineTooLong(HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> read
                && read.getNativeRequest().decoderResult().cause() instanceof TooLongHttpLineException;
    }

    @Override
    public HttpResponse<?> handle(HttpRequest request, ApiException error) {
        MutableHttpResponse<?> response = HttpResponse.status(error.status());
        if (error.retryAfter() != null) {
            long seconds = Math.max(1, error.retryAfter().toSeconds());
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        return write(response, error.status(), error.getMessage(), false, request);
    }

    private MutableHttpResponse<byte[]> write(
            MutableHttpResponse<?> base, HttpStatus status, String message, boolean unrouted, HttpRequest<?> request) {
        ErrorShape shape = shapes.stream()
                .filter(candidate -> candidate.covers(request))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No error shape covers " + request.getPath()));
        // The engines' APIs have no HEAD, so none of them says what it is where a GET would change something.
        boolean head = status == HttpStatus.METHOD_NOT_ALLOWED && request.getMethod() == HttpMethod.HEAD;
        HttpStatus shaped = head ? status : shape.status(status, request);
        if (!head) {
            base.getHeaders().remove(HttpHeaders.ALLOW);
        }
        if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE || status == HttpStatus.REQUEST_URI_TOO_LONG) {
            // The rest of the body is not read, so no other request can follow on this connection.
            base.header(HttpHeaders.CONNECTION, "close");
        }
        return base.status(shaped).contentType(shape.type()).body(shape.body(shaped, message, unrouted, request));
    }
}
