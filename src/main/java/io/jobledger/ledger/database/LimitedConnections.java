package io.jobledger.ledger.database;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Puts all statements of a question under its {@link QueryLimit}, those of repositories too. Connections that are taken
 * without one are the pool's own.
 */
@Singleton
final class LimitedConnections implements BeanCreatedEventListener<DataSource>, Ordered {
    /** Before the framework's own wrapper, which it takes off to get at the pool. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        DataSource pool = event.getBean();
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Optional<QueryLimit> limit =
                    method.getName().equals("getConnection") ? QueryLimit.current() : Optional.empty();
            if (limit.isPresent()) {
                limit.get().check();
            }
            Object result = invoke(pool, method, arguments);
            return limit.isPresent() ? limited((Connection) result, limit.get()) : result;
        });
    }

    private static Connection limited(Connection connection, QueryLimit limit) throws SQLException {
        limit.taken(connection);
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                limit.returned(connection);
            }
            Object result = invoke(connection, method, arguments);
            return result instanceof Statement statement ? limit.admit(statement) : result;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
