package dev.interrater.backfill.worker;

import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A thread that works off what there is, one piece after the other: when somebody here says that there may be something, and now and then for
 * what others have left.
 */
public final class WorkLoop {
    /** How long a piece may take to be handed back; with the server's own shutdown it stays below ten seconds. */
    private static final long SHUTDOWN_SECONDS = 3;

    private final Vertx vertx;
    private final BooleanSupplier next;
    private final ExecutorService thread;
    private final List<Long> timers;

    /** How often somebody asked to look since a look began that nobody has answered yet. */
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile boolean stopping;

    /**
     * Begins to look now and then.
     *
     * @param name of the thread
     * @param next does one piece, in the thread; false when there is none, or that cannot be told
     * @param housekeeping is done in the same thread, between pieces
     */
    public WorkLoop(String name, Vertx vertx, WorkerConfig config, BooleanSupplier next, Runnable housekeeping) {
        this.vertx = vertx;
        this.next = next;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, name);
            created.setDaemon(true);
            return created;
        });
        this.timers = List.of(
                vertx.setPeriodic(config.poll().toMillis(), id -> look()),
                vertx.setPeriodic(config.housekeeping().toMillis(), id -> thread.execute(housekeeping)));
    }

    /** Looks for something to do. Who asks while something is done is answered by another look. */
    public void look() {
        if (!stopping && wanted.getAndIncrement() == 0) {
            thread.execute(this::runAll);
        }
    }

    /** Looks when so long has passed. */
    public void lookAfter(Duration pause) {
        vertx.setTimer(Math.max(1, pause.toMillis()), id -> look());
    }

    private void runAll() {
        int answered;
        do {
            answered = wanted.get();
            boolean more = true;
            while (more && !stopping) {
                more = next.getAsBoolean();
            }
        } while (wanted.addAndGet(-answered) > 0 && !stopping);
    }

    /** Whether what is under way is to be handed back. */
    public boolean isStopping() {
        return stopping;
    }

    /** Begins nothing any more. */
    public void stop() {
        stopping = true;
    }

    /** Stops, and waits some seconds for what is under way; false if that has not ended. */
    public boolean end() throws InterruptedException {
        stop();
        timers.forEach(vertx::cancelTimer);
        thread.shutdown();
        return thread.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
}
