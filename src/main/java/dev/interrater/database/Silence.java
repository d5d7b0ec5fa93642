package dev.interrater.database;

import jakarta.inject.Singleton;
import java.time.Duration;

/** Whether the database has lately kept a connection open and said nothing on it. */
@Singleton
class Silence {
    private final Duration lately;
    private volatile Long last;

    Silence(DatabaseConfig config) {
        this.lately = config.patience();
    }

    void noticed() {
        last = System.nanoTime();
    }

    boolean isRecent() {
        Long noticed = last;
        return noticed != null && System.nanoTime() - noticed < lately.toNanos();
    }
}
