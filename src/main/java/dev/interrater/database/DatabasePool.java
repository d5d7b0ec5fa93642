package dev.interrater.database;

import static io.vertx.core.Future.succeededFuture;
import static java.lang.Math.floorMod;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The pool of the reactive client, with the limits and the caching that Quarkus has no settings for. */
@Singleton
class DatabasePool implements PgPoolCreator {
    private static final int CONNECT_SECONDS = 5;

    private final int maxWaiting;

    DatabasePool(@ConfigProperty(name = "interrater.database.max-waiting", defaultValue = "1000") int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    @Override
    public Pool create(Input input) {
        List<PgConnectOptions> options = input.pgConnectOptionsList();
        for (PgConnectOptions server : options) {
            // Planning the aggregate takes ten times as long as running it, so it is to be planned once a connection:
            // the client
            // by default caches no statement of more than 2,048 characters, and the server by itself may go on planning
            // anew.
            server.setPreparedStatementCacheSqlFilter(sql -> true);
            server.addProperty("plan_cache_mode", "force_generic_plan");
        }
        AtomicInteger next = new AtomicInteger();
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setMaxWaitQueueSize(maxWaiting)
                        .setConnectionTimeout(CONNECT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(() -> succeededFuture(options.get(floorMod(next.getAndIncrement(), options.size()))))
                .using(input.vertx())
                .build();
    }
}
