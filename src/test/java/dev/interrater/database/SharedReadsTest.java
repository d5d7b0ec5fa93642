package dev.interrater.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
    private final Vertx vertx = Vertx.vertx();
    private final SharedReads<String, Integer> reads = new SharedReads<>();

    /** Answers of the database, in the order in which it was asked. */
    private final List<CompletableFuture<Integer>> asked = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close();
    }

    /** A request, which has asked when this returns. */
    private CompletableFuture<Integer> ask(String key) throws ExecutionException, InterruptedException {
        CompletableFuture<CompletableFuture<Integer>> request = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(
                        ignored -> request.complete(reads.get(key, this::read).subscribeAsCompletionStage()));
        return request.get();
    }

    private Uni<Integer> read() {
        synchronized (asked) {
            asked.add(new CompletableFuture<>());
            asked.notifyAll();
            return Uni.createFrom().completionStage(asked.get(asked.size() - 1));
        }
    }

    private CompletableFuture<Integer> question(int number) throws InterruptedException {
        synchronized (asked) {
            while (asked.size() < number) {
                asked.wait();
            }
            return asked.get(number - 1);
        }
    }

    @Test
    void who_asks_while_something_is_read_shares_what_is_read_after_that() throws Exception {
        CompletableFuture<Integer> first = ask("a");
        CompletableFuture<Integer> second = ask("a");
        CompletableFuture<Integer> third = ask("a");
        question(1).complete(1);
        assertEquals(1, first.get());
        question(2);
        assertFalse(second.isDone());
        CompletableFuture<Integer> fourth = ask("a");
        question(2).complete(2);
        assertEquals(2, second.get());
        assertEquals(2, third.get());
        question(3).complete(3);
        assertEquals(3, fourth.get());

        CompletableFuture<Integer> later = ask("a");
        question(4).complete(4);
        assertEquals(4, later.get(), "nothing is remembered");
        assertEquals(4, asked.size());
    }

    @Test
    void who_leaves_takes_nothing_from_those_who_share_the_read() throws Exception {
        CompletableFuture<Integer> first = ask("a");
        CompletableFuture<Integer> leaving = ask("a");
        CompletableFuture<Integer> staying = ask("a");
        first.cancel(false);
        question(1).complete(1);
        question(2);
        leaving.cancel(false);
        question(2).complete(2);
        assertEquals(2, staying.get());
    }

    @Test
    void keys_do_not_wait_for_each_other() throws Exception {
        ask("a");
        CompletableFuture<Integer> other = ask("b");
        question(2).complete(null);
        assertEquals(null, other.get());
    }

    @Test
    void a_read_that_fails_fails_for_those_who_share_it_and_the_next_one_is_read() throws Exception {
        CompletableFuture<Integer> first = ask("a");
        CompletableFuture<Integer> second = ask("a");
        question(1).completeExceptionally(new IllegalStateException("away"));
        assertThrows(ExecutionException.class, first::get);
        question(2).complete(2);
        assertEquals(2, second.get());
    }
}
