package dev.interrater.database;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;

/**
 * Remembers what was read, for a short while, and reads once for all who ask at the same time. What failed or found nothing is not
 * remembered; and since every read ends in time, nobody waits for one that does not.
 */
public final class LookUpCache<K, V> {
    private final Function<K, Uni<V>> read;
    private final AsyncCache<K, V> cache;

    /**
     * An empty one.
     *
     * @param maxAge how long what was read is remembered
     * @param most of how many keys
     * @param read reads what belongs to a key; null when there is nothing
     */
    public LookUpCache(Duration maxAge, int most, Function<K, Uni<V>> read) {
        this.read = read;
        this.cache =
                Caffeine.newBuilder().expireAfterWrite(maxAge).maximumSize(most).buildAsync();
    }

    /** What is remembered; null when it is not, or there is nothing. */
    public V remembered(K key) {
        return cache.synchronous().getIfPresent(key);
    }

    /** What is remembered, or read now; null when there is nothing. */
    public Uni<V> get(K key) {
        // Who reads may be another request, and each is to go on in a context of its own.
        Context own = Vertx.currentContext();
        // A copy, for whoever leaves cancels what they wait for.
        return Uni.createFrom()
                .completionStage(
                        cache.get(key, (wanted, executor) -> read.apply(wanted).subscribeAsCompletionStage())
                                .copy())
                .emitOn(goOn -> own.runOnContext(ignored -> goOn.run()));
    }
}
