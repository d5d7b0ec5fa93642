package dev.interrater.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
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
            AtomicReference<SqlConnection> lent = new AtomicReference<>();
            return pool.withTransaction(connection -> {
                        lent.set(connection);
                        return work.apply(connection);
                    })
                    .onCancellation()
                    .invoke(() -> abandon(lent.get()));
        });
    }

    private static void abandon(SqlConnection connection) {
        if (connection != null) {
            io.vertx.sqlclient.SqlConnection own = connection.getDelegate();
            PgConnection.cast(own).cancelRequest().onComplete(sent -> Connector.discard(own));
        }
    }

    @PreDestroy
    void close() {
        pool.closeAndForget();
    }
}
