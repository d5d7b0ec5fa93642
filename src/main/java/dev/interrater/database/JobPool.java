package dev.interrater.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/** The connections that jobs read and write their pages on: their own, so that requests never wait for jobs. */
@Singleton
public class JobPool {
    private final Pool pool;

    JobPool(DatabasePools pools) {
        this.pool = new Pool(pools.forJobs());
    }

    /**
     * Work in a transaction, which is rolled back if the work fails. When nobody waits for the work any more, its statement is
     * cancelled in the database and its connection is closed: on that connection nobody else would get an answer before the statement has ended.
     */
    public <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return lend(pool::withTransaction, work);
    }

    /** One statement, which is a transaction by itself. It is given up as work in a transaction is. */
    public Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
        return lend(
                pool::withConnection,
                connection -> connection.preparedQuery(sql).execute(parameters));
    }

    /** Work on a connection that the pool lends for it. */
    private static <T> Uni<T> lend(
            Function<Function<SqlConnection, Uni<T>>, Uni<T>> lender, Function<SqlConnection, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Loan loan = new Loan();
            return lender.apply(connection -> loan.begin(connection)
                            ? work.apply(connection).onTermination().call(loan::end)
                            : Uni.createFrom().failure(new CancellationException()))
                    .onCancellation()
                    .call(loan::abandon);
        });
    }

    /**
     * A connection while work is done on it. Once the work has ended it is given back, and by the time somebody would close it, it may be
     * somebody else's. One that is being closed is given back when it is closed: until then the pool would lend it.
     */
    private static final class Loan {
        private SqlConnection connection;
        private boolean abandoned;
        private Uni<Void> closed = Uni.createFrom().voidItem();

        synchronized boolean begin(SqlConnection lent) {
            connection = lent;
            return !abandoned;
        }

        synchronized Uni<Void> end() {
            connection = null;
            return closed;
        }

        synchronized Uni<Void> abandon() {
            abandoned = true;
            if (connection != null) {
                io.vertx.sqlclient.SqlConnection own = connection.getDelegate();
                PgConnection.cast(own).cancelRequest();
                closed = Connector.discard(own);
            }
            return closed;
        }
    }

    @PreDestroy
    void close() {
        pool.closeAndForget();
    }
}
