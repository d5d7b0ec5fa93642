package dev.interrater.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Reads of what many ask for at the same time: of each key one at a time, and whoever asks meanwhile shares the next one. So nobody is
 * answered with what was read before they asked, and however many ask, the database has one question after the other.
 */
public final class SharedReads<K, V> {
    /** A read for all who wait for it, on behalf of the first of them, whose time is over before anybody else's. */
    private final class Read {
        private final Context own = Vertx.currentContext();
        private final CompletableFuture<V> answer = new CompletableFuture<>();
        private final Supplier<Uni<V>> read;

        /** Set once, while the map is locked. */
        private Read next;

        private Read(Supplier<Uni<V>> read) {
            this.read = read;
        }

        private void begin(K key) {
            Uni.createFrom()
                    .deferred(read::get)
                    .onTermination()
                    .invoke(() -> beginNext(key))
                    .subscribe()
                    .with(answer::complete, answer::completeExceptionally);
        }

        private void beginNext(K key) {
            Read following = underWay.computeIfPresent(key, (same, ended) -> ended.next);
            if (following != null) {
                following.own.runOnContext(ignored -> following.begin(key));
            }
        }
    }

    private final Map<K, Read> underWay = new ConcurrentHashMap<>();

    /**
     * What is read from now on.
     *
     * @param read reads what belongs to the key; null when there is nothing
     */
    public Uni<V> get(K key, Supplier<Uni<V>> read) {
        Read asked = new Read(read);
        Read running = underWay.compute(key, (same, now) -> {
            if (now != null && now.next == null) {
                now.next = asked;
            }
            return now == null ? asked : now;
        });
        if (running == asked) {
            asked.begin(key);
        }
        Read awaited = running == asked ? asked : running.next;
        // A copy, for whoever leaves cancels what they wait for.
        return Uni.createFrom()
                .completionStage(awaited.answer.copy())
                .emitOn(goOn -> asked.own.runOnContext(ignored -> goOn.run()));
    }
}
