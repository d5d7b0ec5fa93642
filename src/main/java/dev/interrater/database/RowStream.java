package dev.interrater.database;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
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
                .resource(
                        Borrowed::new,
                        borrowed -> borrowed.from(pool)
                                .call(SqlConnection::begin)
                                .call(RowStream::bound)
                                .onItem()
                                .transformToMulti(connection -> connection
                                        .prepare(sql)
                                        .onItem()
                                        .transformToMulti(
                                                statement -> lots(connection, statement.cursor(parameters), rows))))
                .withFinalizer(Borrowed::giveBack);
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

    /** A connection of a pool. Whoever waits for one gets it also when nobody wants it any more, and then nobody else would give it back. */
    private static final class Borrowed {
        private SqlConnection connection;
        private boolean over;

        Uni<SqlConnection> from(Pool pool) {
            return UniHelper.toUni(pool.getDelegate().getConnection().map(this::keep));
        }

        private synchronized SqlConnection keep(io.vertx.sqlclient.SqlConnection lent) {
            if (over) {
                lent.close();
                return null; // to nobody
            }
            connection = SqlConnection.newInstance(lent);
            return connection;
        }

        /** Whatever it read is dropped with the transaction. */
        synchronized Uni<Void> giveBack() {
            over = true;
            if (connection == null) {
                return Uni.createFrom().voidItem();
            }
            Transaction transaction = connection.transaction();
            return (transaction == null ? Uni.createFrom().voidItem() : transaction.rollback())
                    .onFailure()
                    .recoverWithNull()
                    .chain(() -> connection.close());
        }
    }
}
