package dev.interrater.agreement;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that results are read and compared on: one core is left for everything else. */
@Singleton
public class ComputePool implements Executor {
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService executor =
            Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), this::thread);

    @Override
    public void execute(Runnable work) {
        executor.execute(work);
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "agreement-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
