package dev.interrater.agreement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The threads that results are read and compared on: one core is left for everything else. */
@Singleton
public class ComputePool implements Executor {
    /** Shares of the work for each thread, so that one with heavy tasks does not keep the others waiting for long. */
    private static final int SHARES = 4;

    private final AtomicInteger started = new AtomicInteger();
    private final int threads;
    private final ExecutorService executor;

    ComputePool() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    ComputePool(int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, this::thread);
    }

    /**
     * Does the same with each of some items, on all threads together.
     *
     * @return the results in the order of the items; fails with what the first failing item threw
     */
    <T, R> Uni<List<R>> map(List<T> items, Function<T, R> work) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        int size = threads == 1 ? items.size() : Math.max(1, items.size() / (threads * SHARES));
        List<Uni<List<R>>> shares = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            List<T> share = items.subList(from, Math.min(items.size(), from + size));
            shares.add(Uni.createFrom()
                    .item(() -> share.stream().map(work).toList())
                    .runSubscriptionOn(this));
        }
        return Uni.join()
                .all(shares)
                .andFailFast()
                .map(results -> results.stream().flatMap(List::stream).toList());
    }

    @Override
    public void execute(Runnable work) {
        executor.execute(work);
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "agreement-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
