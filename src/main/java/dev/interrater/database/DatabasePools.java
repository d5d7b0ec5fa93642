package dev.interrater.database;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Where connections come from: a pool for requests and other short statements, which is the reactive client's; one for the pages of jobs,
 * which take longer and must not keep requests waiting; and single ones that are kept.
 */
@Singleton
public class DatabasePools implements PgPoolCreator {
    private final DatabaseConfig config;
    private final Silence silence;
    private final Instance<io.vertx.mutiny.sqlclient.Pool> client;
    private volatile Input input;
    private Connector kept;

    DatabasePools(DatabaseConfig config, Silence silence, Instance<io.vertx.mutiny.sqlclient.Pool> client) {
        this.config = config;
        this.client = client;
        this.silence = silence;
    }

    /** Called when the reactive client is used first, and by nobody but Quarkus. */
    @Override
    public Pool create(Input created) {
        input = created;
        // The server gives up first, so that a statement that waits for a lock is not taken for a connection that is
        // silent.
        Duration patience = config.patience();
        return BoundedPool.of(
                created.vertx(),
                created.poolOptions().setName("requests").setMaxWaitQueueSize(config.maxWaiting()),
                patience,
                connector(patience.multipliedBy(4).dividedBy(5), patience));
    }

    /** A pool for jobs. */
    Pool forJobs() {
        return BoundedPool.of(
                input().vertx(),
                new PoolOptions(input().poolOptions()).setName("jobs").setMaxSize(config.jobConnections()),
                config.jobPatience(),
                connector(config.jobPatience(), config.jobPatience()));
    }

    /** A connection that belongs to no pool. */
    public Uni<PgConnection> connect() {
        // A connection stays in the context that it is opened in, so that must be nobody else's.
        Context own = ((VertxInternal) input().vertx()).createEventLoopContext();
        return Uni.createFrom()
                .completionStage(() -> kept().connect(own).toCompletionStage())
                .map(connection -> PgConnection.newInstance(io.vertx.pgclient.PgConnection.cast(connection)));
    }

    /** What Quarkus makes of its settings, it tells when its client is used first. */
    private Input input() {
        if (input == null) {
            client.get().size();
        }
        return input;
    }

    private synchronized Connector kept() {
        if (kept == null) {
            kept = connector(config.patience(), config.patience());
        }
        return kept;
    }

    @PreDestroy
    void close() {
        if (kept != null) {
            kept.close(Promise.promise());
        }
    }

    /** Where the server ends statements after so long, and we wait for answers so long. */
    private Connector connector(Duration statement, Duration patience) {
        List<PgConnectOptions> servers = input().pgConnectOptionsList().stream()
                .map(server -> options(server, statement))
                .toList();
        // Of a statement that the server has ended there would have been word by then.
        Duration silent = statement.plus(patience).dividedBy(2);
        return new Connector(
                input().vertx(), servers, config.patience(), () -> new AnswerTimeoutHandler(patience, silent, silence));
    }

    private PgConnectOptions options(PgConnectOptions configured, Duration statement) {
        PgConnectOptions server = new PgConnectOptions(configured);
        server.setUseLayer7Proxy(configured.getUseLayer7Proxy()); // which the copy has not
        // Planning the aggregate takes ten times as long as running it, so it is to be planned once a connection: the
        // client
        // by default caches no statement of more than 2,048 characters, and the server by itself may go on planning
        // anew.
        server.setPreparedStatementCacheSqlFilter(sql -> true);
        server.addProperty("plan_cache_mode", "force_generic_plan");
        // Where scans are forbidden, one that remains looks immensely dear, and PostgreSQL would compile the statement
        // to machine code each time
        // before it runs it: a second for a look for changes that takes a millisecond.
        server.addProperty("jit", "off");
        // What the client has given up must not go on, and a client that stands still must not hold locks.
        server.addProperty("statement_timeout", millis(statement));
        server.addProperty("idle_in_transaction_session_timeout", millis(config.patience()));
        return server;
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
