package dev.interrater.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Function;

/** Transactions of requests. One that the database ends because it is in the way of another is tried once more. */
@Singleton
public class Transactions {
    /** SQLSTATE of a serialization failure and of a deadlock. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private final Pool pool;

    Transactions(Pool pool) {
        this.pool = pool;
    }

    /**
     * Does the work in a transaction, which is committed when the work succeeds and else rolled back.
     *
     * @param work may be done twice, in a new transaction then; so it has no effect but on the database
     */
    public <T> Uni<T> run(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(work)
                .onFailure(Transactions::isConflict)
                .retry()
                .atMost(1);
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof PgException refusal && CONFLICTS.contains(refusal.getSqlState());
    }
}
