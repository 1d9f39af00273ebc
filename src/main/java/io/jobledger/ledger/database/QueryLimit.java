package io.jobledger.ledger.database;

import io.jobledger.ledger.h2.H2Session;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the time of the statements that one question needs. It also ends them when nobody waits for the answer.
 *
 * <p>It holds for all connections that are taken while it is in the propagated context. Its running statements are
 * cancelled when the time is over, and further ones are refused. A thread of its own cancels them. A driver's timeout
 * has whole seconds, and H2 keeps it for all later statements of the connection.
 */
public final class QueryLimit implements PropagatedContextElement {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLimit.class);

    /** A statement that is about to begin takes no notice of a cancellation, so it is cancelled again. In ms. */
    private static final long AGAIN = 100;

    /** The time that a database has to cancel a statement, in ms. After it, one that hangs is given up. */
    private static final long GRACE = 1000;

    private final Duration limit;
    private final ScheduledExecutorService watch;
    private final Set<Statement> statements = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Connection, H2Session> sessions = new IdentityHashMap<>();
    private Runnable atEnd = () -> {};
    private ScheduledFuture<?> timer;
    private boolean running;
    private boolean abandoned;

    /** By {@link System#nanoTime}, while it is running. */
    private long deadline;

    /** @param watch runs short tasks, and blocks while a database hangs */
    public QueryLimit(Duration limit, ScheduledExecutorService watch) {
        this.limit = limit;
        this.watch = watch;
    }

    /** Returns the limit of the question that this thread answers, if it has one. */
    public static Optional<QueryLimit> current() {
        return PropagatedContext.getOrEmpty().find(QueryLimit.class);
    }

    /** Begins to count the time anew. */
    public synchronized void start() {
        deadline = System.nanoTime() + limit.toNanos();
        running = true;
        timer = watch.schedule(this::cancel, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops counting, unless the time is over. */
    public synchronized void stop() {
        timer.cancel(false);
        running = isOver();
    }

    /** Stops, and runs the task that was set for the end. May be called again. */
    public void end() {
        Runnable task;
        synchronized (this) {
            stop();
            task = atEnd;
            atEnd = () -> {};
        }
        task.run();
    }

    /** Sets the task for {@link #end}. */
    public synchronized void atEnd(Runnable task) {
        atEnd = task;
    }

    /** Does a part of the work within the limit, counted from now on. */
    public <T> T within(Supplier<T> work) {
        start();
        try {
            return PropagatedContext.getOrEmpty().plus(this).propagate(work);
        } finally {
            stop();
        }
    }

    /** Ends the work, as nobody waits for its result. Returns at once. */
    public void abandon() {
        synchronized (this) {
            abandoned = true;
        }
        watch.execute(this::cancel);
    }

    /** Returns whether the time is over. */
    public synchronized boolean isOver() {
        return running && System.nanoTime() - deadline >= 0;
    }

    /** Has the statements of a connection cancelled from now on. */
    synchronized void taken(Connection connection) throws SQLException {
        H2Session.of(connection).ifPresent(session -> sessions.put(connection, session));
    }

    /** Cancels no more statements of a connection, which is about to go back to the pool. */
    synchronized void returned(Connection connection) {
        H2Session session = sessions.remove(connection);
        if (session != null) {
            session.goOn();
        }
    }

    /**
     * Lets a statement run within the limit. Closes it if that is over.
     *
     * @throws SQLTimeoutException if the time is over, or nobody waits any more
     */
    <T extends Statement> T admit(T statement) throws SQLException {
        try {
            synchronized (this) {
                check();
                statements.removeIf(QueryLimit::isClosed);
                statements.add(statement);
            }
            giveUpWhenHanging(statement.getConnection());
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** @throws SQLTimeoutException if the time is over, or nobody waits any more */
    synchronized void check() throws SQLException {
        if (abandoned) {
            throw new SQLTimeoutException("Nobody waits for the answer any more", SqlStates.CANCELLED);
        }
        if (isOver()) {
            throw new SQLTimeoutException("The answer takes longer than " + limit, SqlStates.CANCELLED);
        }
    }

    /** The pool sets its connections back. */
    private synchronized void giveUpWhenHanging(Connection connection) throws SQLException {
        long left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) + GRACE;
        int now = connection.getNetworkTimeout();
        if (now == 0 || left < now) {
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, left));
        }
    }

    /** Cancels the open statements until there are none. */
    private void cancel() {
        List<Statement> open;
        synchronized (this) {
            statements.removeIf(QueryLimit::isClosed);
            open = abandoned || isOver() ? List.copyOf(statements) : List.of();
            if (!open.isEmpty()) {
                sessions.values().forEach(H2Session::cancel);
            }
        }
        for (Statement statement : open) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debug("A statement was not cancelled", e);
            }
        }
        if (!open.isEmpty()) {
            watch.schedule(this::cancel, AGAIN, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isClosed(Statement statement) {
        try {
            return statement.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
