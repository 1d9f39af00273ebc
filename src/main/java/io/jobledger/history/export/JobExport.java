package io.jobledger.history.export;

import io.jobledger.ledger.JobRun;
import io.jobledger.ledger.page.Page;
import io.jobledger.ledger.page.PageRequest;
import io.jobledger.ledger.search.JobQuery;
import io.jobledger.ledger.search.JobSearch;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Streams all jobs of a query, page by page. A page is read once the client has taken the one before. */
@Singleton
public final class JobExport {
    private static final Logger LOG = LoggerFactory.getLogger(JobExport.class);

    private final JobSearch search;
    private final Scheduler blocking;

    JobExport(JobSearch search, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.search = search;
        this.blocking = Schedulers.fromExecutorService(blocking);
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
                .doOnError(error -> LOG.error("An export broke off after {} jobs", walk.written, error))
                .subscribeOn(blocking);
    }

    /** Reads the pages one after the other. */
    private final class Walk {
        private final JobQuery query;
        private final ExportFormat format;
        private final long limit;
        private long written;
        private String cursor;
        /** The page that is read and not yet written, or null. */
        private Page<JobRun> page;

        Walk(JobQuery query, long limit, ExportFormat format) {
            this.query = query;
            this.limit = limit;
            this.format = format;
            this.page = read();
        }

        void next(SynchronousSink<byte[]> sink) {
            Page<JobRun> current = page == null ? read() : page;
            page = null;
            cursor = current.cursor();
            written += current.items().size();
            sink.next(format.lines(current.items()));
            if (cursor == null || written >= limit) {
                sink.complete();
            }
        }

        private Page<JobRun> read() {
            int most = (int) Math.min(PageRequest.MAX_LIMIT, limit - written);
            return search.jobs(query, new PageRequest(most, cursor));
        }
    }
}
