package io.jobledger.history.api;

import io.jobledger.http.ApiErrors;
import io.jobledger.http.ApiException;
import io.jobledger.ledger.database.QueryLimit;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import jakarta.annotation.PreDestroy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.reactivestreams.Publisher;

/**
 * Ends queries that take longer than {@code jobledger.history.query-timeout}, with 503, and those whose client has
 * left. A stream has that time for its first part and for each further one.
 */
@ServerFilter(value = "/history(/.*)?", patternStyle = FilterPatternStyle.REGEX)
final class LimitedQueries {
    private static final String LIMIT = LimitedQueries.class.getName();
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Duration timeout;
    private final ApiErrors errors;

    /** Two threads, as a database that hangs holds one up for seconds. */
    private final ScheduledThreadPoolExecutor watch =
            new ScheduledThreadPoolExecutor(2, new NamedThreadFactory("query-limits"));

    LimitedQueries(@Property(name = "jobledger.history.query-timeout") Duration timeout, ApiErrors errors) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("jobledger.history.query-timeout is more than 0, not " + timeout);
        }
        this.timeout = timeout;
        this.errors = errors;
        watch.setRemoveOnCancelPolicy(true);
        // Connections are closed after this is, when the service stops.
        watch.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        // A change is made whole, also when its client leaves.
        if (request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD) {
            return;
        }
        QueryLimit limit = new QueryLimit(timeout, watch);
        if (request instanceof NettyHttpRequest<?> asked) {
            ChannelFuture left = asked.getChannelHandlerContext().channel().closeFuture();
            ChannelFutureListener abandon = closed -> limit.abandon();
            left.addListener(abandon);
            limit.atEnd(() -> left.removeListener(abandon));
        }
        limit.start();
        context.add(limit);
        request.setAttribute(LIMIT, limit);
    }

    @ResponseFilter
    HttpResponse<?> end(HttpRequest<?> request, HttpResponse<?> response) {
        Optional<QueryLimit> known = request.getAttribute(LIMIT, QueryLimit.class);
        if (known.isEmpty()) {
            return response;
        }
        QueryLimit limit = known.get();
        if (response.body() instanceof Publisher) {
            // The stream goes on, and ends it.
            limit.stop();
            return response;
        }
        boolean tooLate = response.status() == HttpStatus.SERVICE_UNAVAILABLE && limit.isOver();
        limit.end();
        return tooLate ? errors.handle(request, ApiException.unavailable(tooLate(), RETRY_AFTER)) : response;
    }

    private String tooLate() {
        String seconds =
                BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
        return "The answer took longer than " + seconds + " s (jobledger.history.query-timeout). Ask for less.";
    }

    @PreDestroy
    void close() {
        watch.shutdownNow();
    }
}
