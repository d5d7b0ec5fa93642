package dev.interrater.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
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
        return Uni.createFrom().deferred(() -> {
            Loan loan = new Loan();
            return pool.withTransaction(connection -> loan.begin(connection)
                            ? work.apply(connection).onTermination().invoke(loan::end)
                            : Uni.createFrom().failure(new CancellationException()))
                    .onCancellation()
                    .invoke(loan::abandon);
        });
    }

    /**
     * A connection while work is done on it. Once the work has ended it is committed and given back, and by the time somebody
     * would close it, it may be somebody else's.
     */
    private static final class Loan {
        private SqlConnection connection;
        private boolean abandoned;

        synchronized boolean begin(SqlConnection lent) {
            connection = lent;
            return !abandoned;
        }

        synchronized void end() {
            connection = null;
        }

        synchronized void abandon() {
            abandoned = true;
            if (connection != null) {
                io.vertx.sqlclient.SqlConnection own = connection.getDelegate();
                PgConnection.cast(own).cancelRequest();
                // At once: when the request has been sent, the connection may have been given back.
                Connector.discard(own);
            }
        }
    }

    @PreDestroy
    void close() {
        pool.closeAndForget();
    }
}
