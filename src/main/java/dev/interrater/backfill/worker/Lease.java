package dev.interrater.backfill.worker;

import dev.interrater.agreement.StoppedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** This worker's hold on a job, renewed by a heartbeat of its own: that a worker lives says nothing about its progress. */
final class Lease implements AutoCloseable {
    private final JobQueue queue;
    private final Claim claim;
    private final Vertx vertx;
    private final long timer;
    private final Duration length;
    /** How often it was asked to be renewed since it last began to be: one statement at a time answers them all. */
    private final AtomicInteger wanted = new AtomicInteger();

    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile long renewed = System.nanoTime();
    /** Fails when the run is to end; what waits, waits for this as well. */
    private final CompletableFuture<Object> over = new CompletableFuture<>();

    Lease(Vertx vertx, JobQueue queue, Claim claim, WorkerConfig config) {
        this.vertx = vertx;
        this.queue = queue;
        this.claim = claim;
        this.length = config.lease();
        this.timer = vertx.setPeriodic(config.heartbeat().toMillis(), id -> renew());
    }

    Claim claim() {
        return claim;
    }

    /** Asks the database whether the job is still ours, and says that we live. */
    void renew() {
        if (wanted.getAndIncrement() == 0) {
            ask();
        }
    }

    /** Who asks while the answer is under way may know more than the answer does, and is answered by the next. */
    private void ask() {
        int answered = wanted.get();
        long asked = System.nanoTime();
        queue.heartbeat(claim)
                .onTermination()
                .invoke(() -> {
                    if (wanted.addAndGet(-answered) > 0 && !isOver()) {
                        ask();
                    }
                })
                .subscribe()
                .with(ours -> renewed(ours, asked), this::notRenewed);
    }

    private void renewed(boolean ours, long asked) {
        if (ours) {
            renewed = asked;
        } else {
            over.completeExceptionally(new LeaseLostException(claim));
        }
    }

    /** After so long the job may be another worker's, who need not wait for us to hear of it. */
    private void notRenewed(Throwable failure) {
        JobLog.of(claim, () -> Log.warnf("%s: no heartbeat, %s", claim, failure.getMessage()));
        if (System.nanoTime() - renewed > length.toNanos()) {
            over.completeExceptionally(new LeaseLostException(claim));
        }
    }

    /** The job is to be handed back. */
    void shutDown() {
        over.completeExceptionally(new StoppedException());
    }

    /** Whether nothing may be written any more, or nothing should be computed any more. */
    boolean isOver() {
        return over.isDone();
    }

    /** Starts work that is cancelled, if it has not ended by then, when the lease is closed. */
    <T> CompletableFuture<T> start(Uni<T> work) {
        CompletableFuture<T> result = work.subscribeAsCompletionStage();
        underWay.add(result);
        result.whenComplete((item, failure) -> underWay.remove(result));
        return result;
    }

    /**
     * Waits for a result, but not for longer than the job is ours.
     *
     * @throws LeaseLostException if it is not ours any more
     * @throws StoppedException if it is to be handed back
     */
    <T> T await(CompletableFuture<T> result, Duration patience) {
        try {
            CompletableFuture.anyOf(result, over).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw cause(e);
        } catch (TimeoutException | InterruptedException e) {
            throw new IllegalStateException("The database does not answer", e);
        }
        return result.join();
    }

    /** Called where a run can end without losing work. */
    void check() {
        try {
            over.getNow(null);
        } catch (CompletionException e) {
            throw cause(e);
        }
    }

    private static RuntimeException cause(Exception failure) {
        return failure.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(failure.getCause());
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        underWay.forEach(work -> work.cancel(false));
    }
}
