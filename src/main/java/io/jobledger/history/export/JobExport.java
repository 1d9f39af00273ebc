package io.jobledger.history.export;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.database.QueryLimit;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.JobSearch;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Streams all jobs of a query, page by page. A page is read once the client has taken the one before. Each page has to
 * come within the limit of the query, and none is read for a client that has left.
 */
@Singleton
public final class JobExport {
    private static final Logger LOG = LoggerFactory.getLogger(JobExport.class);

    private final JobSearch search;
    private final Scheduler blocking;

    JobExport(JobSearch search, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.search = search;
        // By its service, Reactor would interrupt the thread of a stream that is cancelled. H2 closes a file that an
        // interrupted thread reads.
        this.blocking = Schedulers.fromExecutor(blocking::execute);
    }

    /**
     * Returns the lines of all jobs. The first page is read before this returns, so errors of the query or the database
     * are thrown. A later error fails the stream.
     *
     * @param limit how many jobs at most; null for all
     */
    public Flux<byte[]> lines(JobQuery query, @Nullable Integer limit, ExportFormat format) {
        Walk walk = new Walk(query, limit == null ? Long.MAX_VALUE : limit, format);
        return Flux.<byte[]>generate(walk::next)
                .startWith(format.head())
                .doOnError(walk::brokeOff)
                .doOnCancel(() -> walk.limit.ifPresent(QueryLimit::abandon))
                .doFinally(signal -> walk.limit.ifPresent(QueryLimit::end))
                .subscribeOn(blocking);
    }

    /** Reads the pages one after the other. */
    private final class Walk {
        private final JobQuery query;
        private final ExportFormat format;
        private final long most;
        private final Optional<QueryLimit> limit = QueryLimit.current();
        private long written;
        private String cursor;
        /** The page that is read and not yet written, or null. */
        private Page<JobRun> page;

        Walk(JobQuery query, long most, ExportFormat format) {
            this.query = query;
            this.most = most;
            this.format = format;
            this.page = read();
        }

        void next(SynchronousSink<byte[]> sink) {
            Page<JobRun> current =
                    page != null ? page : limit.isPresent() ? limit.get().within(this::read) : read();
            page = null;
            cursor = current.cursor();
            written += current.items().size();
            sink.next(format.lines(current.items()));
            if (cursor == null || written >= most) {
                sink.complete();
            }
        }

        private Page<JobRun> read() {
            int some = (int) Math.min(PageRequest.MAX_LIMIT, most - written);
            return search.jobs(query, new PageRequest(some, cursor));
        }

        void brokeOff(Throwable error) {
            if (limit.isPresent() && limit.get().isOver()) {
                LOG.warn("An export broke off after {} jobs: the next ones took too long", written);
            } else {
                LOG.error("An export broke off after {} jobs", written, error);
            }
        }
    }
}
