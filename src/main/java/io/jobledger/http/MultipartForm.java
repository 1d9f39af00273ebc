package io.jobledger.http;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a multipart form into files of a directory while it comes in. Closing it deletes the files, however the upload
 * has ended. The framework's own reader leaves files and frees buffers twice if a part is malformed.
 */
public final class MultipartForm implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MultipartForm.class);

    /** In bytes. */
    private static final int CHUNK = 65_536;

    private static final int MOST_PARTS = 128;

    /** Longest head of a part, in bytes. */
    private static final int LONGEST_HEAD = 8192;

    private final HttpPostMultipartRequestDecoder decoder;

    private MultipartForm(HttpPostMultipartRequestDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Reads the whole body of a request. Blocks until it has come.
     *
     * @param largest the limit for one part in bytes; a larger one is 413
     * @throws ApiException 400 if the body is not a whole multipart form
     */
    public static MultipartForm read(HttpRequest<?> request, Path directory, long largest) {
        MultipartForm form = new MultipartForm(decoder(request, directory, largest));
        boolean whole = false;
        try (InputStream body = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
            form.take(body, request);
            whole = true;
            return form;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!whole) {
                form.close();
            }
        }
    }

    private static HttpPostMultipartRequestDecoder decoder(HttpRequest<?> request, Path directory, long largest) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        String type = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        head.headers().set(HttpHeaders.CONTENT_TYPE, type == null ? "" : type);
        DefaultHttpDataFactory files = new DefaultHttpDataFactory(true);
        files.setBaseDir(directory.toString());
        files.setDeleteOnExit(false);
        files.setMaxLimit(largest);
        try {
            HttpPostMultipartRequestDecoder decoder =
                    new HttpPostMultipartRequestDecoder(files, head, StandardCharsets.UTF_8, MOST_PARTS, LONGEST_HEAD);
            decoder.setDiscardThreshold(CHUNK);
            return decoder;
        } catch (RuntimeException e) {
            // The decoder throws any of several types at a content type that it does not understand.
            throw undecodable();
        }
    }

    private void take(InputStream body, HttpRequest<?> request) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int length = read(body, chunk, request); length >= 0; length = read(body, chunk, request)) {
                decoder.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk, 0, length)));
            }
            decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
        } catch (ApiException | ContentLengthExceededException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            // As above: a part may have an encoding, a charset or a length that is none.
            if (e.getCause() instanceof IOException failure) {
                if (failure.getMessage() != null && failure.getMessage().startsWith("Size exceed")) {
                    throw ApiException.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The file is too large.");
                }
                throw new UncheckedIOException(failure);
            }
            throw undecodable();
        }
    }

    private static int read(InputStream body, byte[] chunk, HttpRequest<?> request) {
        try {
            return body.read(chunk);
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ContentLengthExceededException tooLong) {
                    throw tooLong;
                }
            }
            LOG.info("{} {} was broken off by the client", request.getMethodName(), request.getPath());
            throw ApiException.badRequest("The body of the request is not whole.");
        }
    }

    private static ApiException undecodable() {
        return ApiException.badRequest("The body of the request cannot be decoded.");
    }

    /**
     * Returns the parts that are files and came to their end. They are gone when the form is closed.
     *
     * @param field the name of the parts that are files even without a file name
     */
    public List<HttpData> files(String field) {
        return decoder.getBodyHttpDatas().stream()
                .filter(part -> part instanceof FileUpload
                        || part instanceof Attribute && part.getName().equals(field))
                .map(HttpData.class::cast)
                .filter(HttpData::isCompleted)
                .toList();
    }

    /** Returns the file name of a part; null if it has none, or the one that clients give a file without a name. */
    @Nullable
    public static String fileName(HttpData part) {
        String name = part instanceof FileUpload file ? file.getFilename() : "";
        // Browsers and Node name a Blob so; generated clients in Python name bytes as the field.
        return name.isEmpty() || name.equals("blob") || name.equals(part.getName()) ? null : name;
    }

    @Override
    public void close() {
        decoder.destroy();
    }
}
