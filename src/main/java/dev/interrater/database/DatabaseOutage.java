package dev.interrater.database;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Set;

/** Tells a database that cannot answer now from one that was asked something wrong. */
public final class DatabaseOutage {
    /**
     * Classes of SQLSTATE: connection exception, transaction rollback (a deadlock, again), insufficient resources, operator
     * intervention (restart, shutdown, and a statement that was cancelled or took too long).
     */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");

    /** SQLSTATEs of a database that is not as it should be, whatever it is asked, or that is busy with others. */
    private static final Set<String> STATES = Set.of(
            "0A000", // the plan of a statement does not fit its table any more, twice in a row or in a transaction
            "25006", // read-only, as a standby is
            "25P03", // the transaction idled for too long
            "3F000", // the schema is gone
            "42P01", // a table is gone
            "42883", // a function is gone
            "42501", // a permission is gone
            "55P03"); // a lock was not to be had

    private DatabaseOutage() {}

    /** Whether the failure, or anything that caused it, is the database being away, busy, silent, or not in a state to answer. */
    public static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                return isOutage(refusal.getSqlState());
            }
            // What Hibernate makes of it, without it.
            if (cause instanceof SQLException refusal) {
                return isOutage(refusal.getSQLState());
            }
            // The client has no exceptions of its own for a connection that was closed before anything was sent on it.
            if (cause instanceof DatabaseUnavailableException
                    || cause instanceof VertxException
                    || cause instanceof NoStackTraceThrowable) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(String state) {
        return state != null
                && state.length() == 5
                && (CLASSES.contains(state.substring(0, 2)) || STATES.contains(state));
    }
}
