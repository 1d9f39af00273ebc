package io.jobledger.connect.worker;

import io.openmessaging.connector.api.errors.ConnectException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a plugin in a thread of its own, which is abandoned when it takes too long.
 *
 * @param limit for each call
 */
record TimeLimit(Duration limit) {

    /** Returns the result, or throws what the plugin throws; errors become exceptions. */
    <T> T call(String what, ClassLoader loader, Callable<T> work) throws Exception {
        FutureTask<T> result = new FutureTask<>(work);
        Thread thread = thread(what, loader, result);
        thread.start();
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new ConnectException(what + " failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            ConnectException late = new ConnectException(what + " takes longer than " + limit.toMillis() + " ms");
            // The trace shows where the plugin waits.
            late.setStackTrace(thread.getStackTrace());
            thread.interrupt();
            throw late;
        }
    }

    static Thread thread(String name, ClassLoader loader, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }
}
