package dev.interrater.database;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * When the answer to a request is due. It travels with the request's context, and whatever the request waits for in the database
 * ends then: a bound on each statement alone would be a bound on none of the requests that need several.
 */
@Singleton
class Deadline {
    private static final String DUE = Deadline.class.getName();
    private static final int FIRST = Integer.MIN_VALUE;

    private final Duration patience;

    Deadline(DatabaseConfig config) {
        this.patience = config.patience();
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::start);
    }

    private void start(RoutingContext request) {
        Context context = Vertx.currentContext();
        if (VertxContext.isDuplicatedContext(context)) {
            ContextLocals.put(DUE, System.nanoTime() + patience.toNanos());
        }
        request.next();
    }

    /** The moment ({@link System#nanoTime}) that the work of the current context is due, from now on at most so long. */
    static long within(Duration most) {
        long latest = System.nanoTime() + most.toNanos();
        Context context = Vertx.currentContext();
        Long due = context != null && VertxContext.isDuplicatedContext(context)
                ? ContextLocals.<Long>get(DUE).orElse(null)
                : null;
        return due == null || due - latest > 0 ? latest : due;
    }
}
