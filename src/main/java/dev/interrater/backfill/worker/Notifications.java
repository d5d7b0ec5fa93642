package dev.interrater.backfill.worker;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Listens to what the job table tells workers, on a connection of its own that comes back when it is lost. */
@Singleton
class Notifications {
    static final String QUEUED = "agreement_backfill_queued";
    static final String STOPPED = "agreement_backfill_stopped";

    private static final long RECONNECT_MILLIS = 1000;

    private final Pool pool;
    private final Vertx vertx;
    private volatile boolean closed;
    private volatile SqlConnection connection;

    Notifications(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /**
     * Starts listening.
     *
     * @param connected called whenever it listens again: notifications may have been missed
     */
    void listen(Consumer<PgNotification> listener, Runnable connected) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable again = () -> {
            if (!closed && over.compareAndSet(false, true)) {
                vertx.setTimer(RECONNECT_MILLIS, timer -> listen(listener, connected));
            }
        };
        pool.getConnection()
                .chain(fresh -> {
                    connection = fresh;
                    PgConnection postgres = PgConnection.cast(fresh.getDelegate());
                    postgres.notificationHandler(listener::accept);
                    postgres.closeHandler(nothing -> again.run());
                    return subscribe(fresh);
                })
                .subscribe()
                .with(
                        nothing -> {
                            Log.debug("Listening to the job table");
                            connected.run();
                        },
                        failure -> {
                            Log.warnf("Not listening to the job table: %s", failure.getMessage());
                            again.run();
                        });
    }

    private static Uni<?> subscribe(SqlConnection connection) {
        return connection
                .query("LISTEN " + QUEUED)
                .execute()
                .chain(() -> connection.query("LISTEN " + STOPPED).execute());
    }

    /** Listens no more. */
    void close() {
        closed = true;
        if (connection != null) {
            connection.close().subscribe().with(nothing -> {}, failure -> {});
        }
    }
}
