package dev.interrater.backfill.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger timers = new AtomicInteger();
    private final Queue<CompletableFuture<Object>> renewals = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    private Uni<Object> renew() {
        CompletableFuture<Object> renewal = new CompletableFuture<>();
        renewals.add(renewal);
        return Uni.createFrom().completionStage(renewal);
    }

    /** So many beats of another timer, which began later. */
    private void awaitBeats(int count) {
        int until = timers.get() + count;
        await().forever().until(() -> timers.get() >= until);
    }

    @Test
    void no_renewal_begins_while_another_one_waits_and_a_failure_ends_nothing() {
        Heartbeat heartbeat = new Heartbeat(vertx, Duration.ofMillis(5), this::renew);
        vertx.setPeriodic(5, id -> timers.incrementAndGet());
        await().forever().until(() -> renewals.size() == 1);
        awaitBeats(10);
        assertEquals(1, renewals.size());
        renewals.peek().completeExceptionally(new IllegalStateException("the database is away"));
        await().forever().until(() -> renewals.size() == 2);
        renewals.forEach(renewal -> renewal.complete(null));
        await().forever().until(() -> renewals.size() == 3);
        heartbeat.close();
        awaitBeats(2);
        renewals.forEach(renewal -> renewal.complete(null));
        awaitBeats(10);
        assertEquals(3, renewals.size());
    }
}
