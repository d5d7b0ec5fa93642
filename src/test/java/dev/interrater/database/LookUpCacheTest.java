package dev.interrater.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookUpCacheTest {
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();
    private final LookUpCache<String, Integer> cache =
            new LookUpCache<>(Duration.ofHours(1), 10, key -> Uni.createFrom().completionStage(answer));

    @AfterEach
    void close() {
        vertx.close();
    }

    /** A request, which has asked when this returns. */
    private CompletableFuture<Integer> ask() throws ExecutionException, InterruptedException {
        CompletableFuture<CompletableFuture<Integer>> request = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(ignored -> request.complete(cache.get("a").subscribeAsCompletionStage()));
        return request.get();
    }

    @Test
    void who_leaves_takes_nothing_from_those_who_share_the_read() throws Exception {
        CompletableFuture<Integer> leaving = ask();
        CompletableFuture<Integer> staying = ask();
        leaving.cancel(false);
        answer.complete(1);
        assertEquals(1, staying.get());
        assertEquals(1, ask().get(), "it is remembered");
    }
}
