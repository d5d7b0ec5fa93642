package dev.interrater.database;

/** The database was not reached, or did not answer in time. */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseUnavailableException(String message) {
        super(message, null, false, false); // where it was noticed says nothing: no stack trace
    }

    DatabaseUnavailableException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause, false, false);
    }
}
