package dev.interrater.agreement;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.interrater.testing.Storm;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadBudgetTest {
    private final ReadBudget budget = new ReadBudget(100);
    private final Map<String, UniEmitter<? super String>> reading = new LinkedHashMap<>();

    private Cancellable read(String name, long bytes) {
        return budget.spend(bytes, () -> Uni.createFrom().<String>emitter(emitter -> reading.put(name, emitter)))
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private List<String> names() {
        return new ArrayList<>(reading.keySet());
    }

    @Test
    void who_wants_more_than_is_left_waits_and_nobody_overtakes() {
        read("a", 60);
        read("b", 50);
        read("c", 10);
        assertEquals(List.of("a"), names());

        reading.get("a").complete("done");

        assertEquals(List.of("a", "b", "c"), names());
    }

    @Test
    void what_is_larger_than_all_is_done_alone() {
        read("a", 1_000);
        read("b", 0);
        assertEquals(List.of("a", "b"), names());
        read("c", 1);
        assertEquals(List.of("a", "b"), names());

        reading.get("a").fail(new IllegalStateException("it failed"));

        assertEquals(List.of("a", "b", "c"), names());
    }

    @Test
    void who_leaves_takes_nothing_of_it_along() {
        Cancellable reader = read("a", 60);
        Cancellable first = read("b", 100);
        read("c", 40);
        assertEquals(List.of("a"), names());

        first.cancel();
        assertEquals(List.of("a", "c"), names());

        reader.cancel();
        read("d", 60);
        assertEquals(List.of("a", "c", "d"), names());
        reading.get("c").complete("done");
        reading.get("d").complete("done");
        read("all", 100);
        assertEquals(List.of("a", "c", "d", "all"), names());
    }

    @Test
    void who_leaves_before_it_waits_takes_nothing_of_it_along() {
        budget.spend(60, () -> Uni.createFrom().nothing())
                .onSubscription()
                .invoke(UniSubscription::cancel)
                .subscribe()
                .with(done -> {});
        read("all", 100);
        assertEquals(List.of("all"), names());
    }

    @Test
    void it_is_never_overdrawn_and_nothing_of_it_gets_lost() {
        AtomicLong spent = new AtomicLong();
        Random random = new Random(3);
        List<CompletableFuture<Boolean>> reads = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 20_000; i++) {
            long bytes = random.nextInt(120);
            boolean fails = i % 7 == 0;
            reads.add(budget.spend(
                            bytes,
                            () -> Uni.createFrom()
                                    .item(() -> {
                                        boolean within = spent.addAndGet(Math.min(bytes, 100)) <= 100;
                                        Thread.onSpinWait();
                                        spent.addAndGet(-Math.min(bytes, 100));
                                        if (fails) {
                                            throw new IllegalStateException("it failed");
                                        }
                                        return within;
                                    })
                                    .runSubscriptionOn(threads))
                    .onFailure()
                    .recoverWithItem(true)
                    .subscribeAsCompletionStage());
        }
        await().until(() -> reads.stream().allMatch(CompletableFuture::isDone));
        reads.forEach(read -> assertTrue(read.join()));
        threads.shutdown();
        read("all", 100);
        assertEquals(List.of("all"), names());
    }

    @Test
    void nothing_of_it_gets_lost_when_many_leave_at_any_moment() throws Exception {
        AtomicInteger seeds = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Storm.of(4, () -> {
            Random random = new Random(seeds.incrementAndGet());
            for (int i = 0; i < 2_000; i++) {
                Cancellable leaving = budget.spend(
                                random.nextInt(120),
                                () -> Uni.createFrom().item(1).runSubscriptionOn(threads))
                        .subscribe()
                        .with(done -> {});
                Storm.spin(random.nextInt(20));
                leaving.cancel();
            }
            return null;
        });
        threads.shutdown();
        read("all", 100);
        assertEquals(List.of("all"), names());
    }
}
