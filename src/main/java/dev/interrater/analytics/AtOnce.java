package dev.interrater.analytics;

import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets a few look-ups that take long go on at once, and refuses more: other requests need connections, too. */
public final class AtOnce {
    private final AtomicInteger running = new AtomicInteger();
    private final int most;
    private final ApiError busy;

    /**
     * So many of them.
     *
     * @param what what they compute, as the beginning of a sentence
     */
    public AtOnce(int most, String what) {
        this.most = most;
        this.busy = ApiError.unavailable(what + " are being computed for others just now. Try again.");
    }

    /** The same for rows that are fetched as somebody wants them. */
    public <T> Multi<T> stream(Supplier<Multi<T>> rows) {
        return Multi.createFrom().<T>deferred(() -> {
            if (running.incrementAndGet() > most) {
                running.decrementAndGet();
                return Multi.createFrom().failure(busy);
            }
            return Multi.createFrom().<T>deferred(rows::get).onTermination().invoke(running::decrementAndGet);
        });
    }

    /** Begins a look-up, or fails with an {@link ApiError} 503 when enough of them are going on. */
    public <T> Uni<T> run(Supplier<Uni<T>> lookUp) {
        return Uni.createFrom().<T>deferred(() -> {
            if (running.incrementAndGet() > most) {
                running.decrementAndGet();
                return Uni.createFrom().failure(busy);
            }
            return Uni.createFrom().<T>deferred(lookUp::get).onTermination().invoke(running::decrementAndGet);
        });
    }
}
