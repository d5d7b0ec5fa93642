package dev.interrater.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.CloseFuture;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.impl.PgPoolImpl;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.PoolImpl;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import io.vertx.sqlclient.impl.command.CommandBase;
import io.vertx.sqlclient.impl.command.ExtendedQueryCommand;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A pool in which nothing waits for longer than it may, be it for a connection or for an answer. (The client's own time-out for
 * connections leaves a timer behind that fails loudly when there is none to be had.)
 */
final class BoundedPool extends PoolImpl {
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private final VertxInternal vertx;
    private final Duration patience;

    private BoundedPool(VertxInternal vertx, PoolOptions options, Duration patience, CloseFuture closing) {
        super(vertx, PgDriver.INSTANCE, false, options, null, null, closing);
        this.vertx = vertx;
        this.patience = patience;
    }

    /** A pool of connections from a source, as a type that Quarkus takes. */
    static PgPoolImpl of(Vertx vertx, PoolOptions options, Duration patience, Connector connector) {
        VertxInternal own = (VertxInternal) vertx;
        CloseFuture closing = new CloseFuture();
        // Later than we give up ourselves; it takes who has given up out of the queue.
        PoolOptions bounded = new PoolOptions(options)
                .setConnectionTimeout(Math.toIntExact(patience.toMillis()))
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        BoundedPool pool = new BoundedPool(own, bounded, patience, closing);
        pool.connectionProvider(connector::connect);
        pool.init();
        closing.add(connector);
        return new PgPoolImpl(own, closing, pool);
    }

    @Override
    public Future<SqlConnection> getConnection() {
        long due = Deadline.within(patience);
        Promise<SqlConnection> lent = vertx.getOrCreateContext().promise();
        long timer = vertx.setTimer(
                Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime())),
                late -> lent.tryFail(new DatabaseUnavailableException("No connection was to be had in time")));
        borrow().onComplete(acquired -> {
            vertx.cancelTimer(timer);
            if (acquired.failed()) {
                lent.tryFail(unavailable(acquired.cause()));
                return;
            }
            SqlConnection connection = acquired.result();
            Connector.due(connection, due);
            // It would print what whoever waits for an answer is told anyway.
            connection.exceptionHandler(told -> {});
            if (!lent.tryComplete(connection)) {
                connection.close();
            }
        });
        return lent.future();
    }

    /** A connection may be given back before the pool hears that it has been closed. It is removed then, and not given back again. */
    private Future<SqlConnection> borrow() {
        return super.getConnection()
                .compose(connection -> Connector.isOpen(connection) ? Future.succeededFuture(connection) : borrow());
    }

    private static Throwable unavailable(Throwable failure) {
        return failure instanceof PgException ? failure : new DatabaseUnavailableException(failure);
    }

    @Override
    public <R> Future<R> schedule(ContextInternal context, CommandBase<R> command) {
        return getConnection().compose(connection -> {
            SqlConnectionBase<?> client = (SqlConnectionBase<?>) connection;
            return client.schedule(context, command)
                    .recover(failure -> isOutdated(failure, command)
                            ? client.schedule(context, command)
                            : Future.failedFuture(failure))
                    .onComplete(answered -> connection.close());
        });
    }

    /**
     * Whether the plan that the connection keeps for a statement does not fit a table any more, as after Label Studio's migrations. The
     * client has forgotten the statement by then, and prepares it anew.
     */
    private static boolean isOutdated(Throwable failure, CommandBase<?> command) {
        if (failure instanceof PgException refusal
                && FEATURE_NOT_SUPPORTED.equals(refusal.getSqlState())
                && command instanceof ExtendedQueryCommand<?> query) {
            query.ps = null;
            return true;
        }
        return false;
    }
}
