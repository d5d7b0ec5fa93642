package dev.interrater.backfill.worker;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Renews a claim again and again until it is closed. One renewal at a time: those that a slow database has not answered do not pile up. */
public final class Heartbeat {
    private final Vertx vertx;
    private final Supplier<? extends Uni<?>> renewal;
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private final long timer;

    /** The first renewal comes after a pause, too. Should one fail, the next may not, or the lease runs out. */
    public Heartbeat(Vertx vertx, Duration pause, Supplier<? extends Uni<?>> renewal) {
        this.vertx = vertx;
        this.renewal = renewal;
        this.timer = vertx.setPeriodic(pause.toMillis(), id -> beat());
    }

    private void beat() {
        if (isUnderWay.compareAndSet(false, true)) {
            renewal.get()
                    .onTermination()
                    .invoke(() -> isUnderWay.set(false))
                    .subscribe()
                    .with(done -> {}, failure -> {});
        }
    }

    /** There is no further one. */
    public void close() {
        vertx.cancelTimer(timer);
    }
}
