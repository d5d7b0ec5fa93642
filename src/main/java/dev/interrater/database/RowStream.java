package dev.interrater.database;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * Rows of a statement, however many, a few at a time: more are fetched when somebody wants them. The first must come as soon as any
 * answer, and each further lot as soon after it was asked for.
 */
@Singleton
public class RowStream {
    private static final String LONGEST_PAUSE = "30s";

    /**
     * Rows come in the order of an index, wherever there is one: a plan that reads a table before, or sorts all rows, would be the fastest
     * to the last row, but not to the first.
     */
    public static final String IN_ORDER = """
            set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
            set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true)
            """;

    /** A transaction has locks that Label Studio's migrations wait for: whoever takes no rows for so long gets no more. */
    private static final String BOUND =
            "SELECT set_config('idle_in_transaction_session_timeout', $1, true), " + IN_ORDER;

    private final Pool pool;
    private final DatabaseConfig config;

    RowStream(Pool pool, DatabaseConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** The rows, so many at a time; an empty lot where there are none. One connection is in use until the end, or until nobody wants more. */
    public Multi<RowSet<Row>> of(String sql, Tuple parameters, int rows) {
        return Multi.createFrom()
                .resourceFromUni(
                        () -> pool.getConnection()
                                .chain(connection -> connection.begin().replaceWith(connection))
                                .call(RowStream::bound),
                        connection -> connection
                                .prepare(sql)
                                .onItem()
                                .transformToMulti(statement -> lots(connection, statement.cursor(parameters), rows)))
                .withFinalizer(RowStream::close);
    }

    private static Uni<?> bound(SqlConnection connection) {
        return connection.preparedQuery(BOUND).execute(Tuple.of(LONGEST_PAUSE));
    }

    private Multi<RowSet<Row>> lots(SqlConnection connection, Cursor cursor, int rows) {
        return Multi.createBy()
                .repeating()
                .uni(() -> {
                    Connector.due(
                            connection.getDelegate(),
                            System.nanoTime() + config.patience().toNanos());
                    return cursor.read(rows);
                })
                .whilst(read -> cursor.hasMore());
    }

    /** Whatever it read is dropped with the transaction. */
    private static Uni<Void> close(SqlConnection connection) {
        Transaction transaction = connection.transaction();
        return (transaction == null ? Uni.createFrom().voidItem() : transaction.rollback())
                .onFailure()
                .recoverWithNull()
                .chain(() -> connection.close());
    }
}
