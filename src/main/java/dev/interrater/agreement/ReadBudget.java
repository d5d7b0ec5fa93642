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
    private final Queue<Waiting> waiting = new ArrayDeque<>();
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

    /** Does the work as soon as so many bytes are left, which are taken until it has ended; no more than all are. */
    <T> Uni<T> spend(long wanted, Supplier<Uni<? extends T>> work) {
        long taken = Math.min(wanted, bytes);
        return Uni.createFrom()
                .<Void>emitter(emitter -> take(new Waiting(taken, emitter)))
                .chain(() -> Uni.createFrom().deferred(work).onTermination().invoke(() -> giveBack(taken)));
    }

    private void take(Waiting newcomer) {
        boolean now;
        synchronized (this) {
            now = waiting.isEmpty() && newcomer.wanted() <= left;
            if (now) {
                left -= newcomer.wanted();
            } else {
                waiting.add(newcomer);
            }
        }
        if (now) {
            newcomer.turn().complete(null);
        }
    }

    private void giveBack(long taken) {
        Waiting next;
        synchronized (this) {
            left += taken;
        }
        while ((next = admit()) != null) {
            next.turn().complete(null);
        }
    }

    private synchronized Waiting admit() {
        if (waiting.isEmpty() || waiting.peek().wanted() > left) {
            return null;
        }
        left -= waiting.peek().wanted();
        return waiting.poll();
    }

    private record Waiting(long wanted, UniEmitter<? super Void> turn) {}
}
