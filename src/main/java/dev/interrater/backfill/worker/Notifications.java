package dev.interrater.backfill.worker;

import dev.interrater.database.DatabasePools;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
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

    private final DatabasePools pools;
    private final WorkerConfig config;
    private final Vertx vertx;
    private volatile boolean closed;
    private volatile PgConnection connection;

    Notifications(DatabasePools pools, WorkerConfig config, Vertx vertx) {
        this.pools = pools;
        this.config = config;
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
        pools.connect()
                .chain(fresh -> {
                    connection = fresh;
                    fresh.notificationHandler(listener);
                    return subscribe(fresh)
                            .invoke(() -> keep(fresh, again))
                            .onFailure()
                            .call(fresh::close);
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

    private static Uni<?> subscribe(PgConnection connection) {
        return connection.query("LISTEN " + QUEUED).execute().chain(() -> again(connection));
    }

    /** To listen to what is listened to already changes nothing. */
    private static Uni<?> again(PgConnection connection) {
        return connection.query("LISTEN " + STOPPED).execute();
    }

    /**
     * Nothing else is ever sent on it, so that the other side is gone would never be noticed. A question that is not answered in time
     * closes it.
     */
    private void keep(PgConnection fresh, Runnable again) {
        long questions = vertx.setPeriodic(
                config.heartbeat().toMillis(), timer -> again(fresh).subscribe().with(answered -> {}, failure -> {}));
        fresh.closeHandler(() -> {
            vertx.cancelTimer(questions);
            again.run();
        });
        if (closed) {
            fresh.closeAndForget();
        }
    }

    /** Listens no more. */
    void close() {
        closed = true;
        if (connection != null) {
            connection.closeAndForget();
        }
    }
}
