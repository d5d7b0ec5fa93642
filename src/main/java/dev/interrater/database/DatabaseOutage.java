package dev.interrater.database;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a database that cannot answer now from one that was asked something wrong. */
public final class DatabaseOutage {
    /**
     * Classes of SQLSTATE: connection exception, transaction rollback (a deadlock, again), insufficient resources, operator
     * intervention (restart, shutdown).
     */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");

    private DatabaseOutage() {}

    /** Whether the failure, or anything that caused it, is the database being away, starting, stopping or full. */
    public static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                String state = refusal.getSqlState();
                return state != null && CLASSES.contains(state.substring(0, 2));
            }
            // Not reached at all, lost in between, not answering, or without a connection to spare. The client has no
            // exceptions of its own for some of them.
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof VertxException
                    || cause instanceof NoStackTraceThrowable) {
                return true;
            }
        }
        return false;
    }
}
