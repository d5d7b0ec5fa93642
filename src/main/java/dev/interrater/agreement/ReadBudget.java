package dev.interrater.agreement;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many bytes of annotations may be in memory as they come from the database: of all jobs of this process together, so that
 * its heap need not grow with their number. Who wants more than is left waits, in the order of asking.
 */
@Singleton
public class ReadBudget {
    private final long bytes;
    private final Queue<Spender> waiting = new ArrayDeque<>();
    private long left;

    @Inject
    ReadBudget(@ConfigProperty(name = "interrater.worker.read-bytes", defaultValue = "32M") MemorySize bytes) {
        this(bytes.asLongValue());
    }

    ReadBudget(long bytes) {
        this.bytes = bytes;
        this.left = bytes;
    }

    /** All of it: nothing larger can be read. */
    long bytes() {
        return bytes;
    }

    /** Does the work as soon as so many bytes are left, which are taken until it has ended, or nobody wants it any more; no more than all are. */
    <T> Uni<T> spend(long wanted, Supplier<Uni<? extends T>> work) {
        return Uni.createFrom().deferred(() -> {
            Spender spender = new Spender(Math.min(wanted, bytes));
            return Uni.createFrom()
                    .<Void>emitter(turn -> {
                        spender.turn = turn;
                        waiting(spender);
                        admit();
                    })
                    .<T>chain(() -> Uni.createFrom().deferred(work))
                    .onTermination()
                    .invoke(() -> {
                        ended(spender);
                        admit();
                    });
        });
    }

    private synchronized void waiting(Spender newcomer) {
        if (!newcomer.hasEnded) { // it may have left before its turn to wait
            waiting.add(newcomer);
        }
    }

    private synchronized void ended(Spender spender) {
        waiting.remove(spender);
        left += spender.taken;
        spender.taken = 0;
        spender.hasEnded = true;
    }

    /** In their order, and not while the lock is held: their work may end at once. */
    private void admit() {
        for (Spender next = next(); next != null; next = next()) {
            next.turn.complete(null);
        }
    }

    private synchronized Spender next() {
        if (waiting.isEmpty() || waiting.peek().wanted > left) {
            return null;
        }
        Spender next = waiting.poll();
        next.taken = next.wanted;
        left -= next.taken;
        return next;
    }

    private static final class Spender {
        private final long wanted;
        private long taken;
        private boolean hasEnded;
        private UniEmitter<? super Void> turn;

        Spender(long wanted) {
            this.wanted = wanted;
        }
    }
}
