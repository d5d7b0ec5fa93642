package dev.interrater.backfill.worker;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import io.vertx.pgclient.PgNotification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Claims jobs while it has room for them: when a notification says that there are some, when one has ended, and now and then. */
@ApplicationScoped
class Worker {
    /** How long jobs may take to be handed back; with the server's own shutdown it stays below ten seconds. */
    private static final long SHUTDOWN_SECONDS = 3;

    private final JobQueue queue;
    private final JobRunner runner;
    private final Notifications notifications;
    private final WorkerConfig config;
    private final Vertx vertx;
    private final String name = System.getenv().getOrDefault("HOSTNAME", "worker") + "-"
            + ProcessHandle.current().pid();
    private final AtomicInteger threads = new AtomicInteger();
    private ExecutorService executor;
    private long timer;

    // Guarded by this: how many jobs run here or are being claimed, and whether to look again after the claim
    // under way.
    private int busy;
    private boolean claiming;
    private boolean again;
    private boolean stopping;

    Worker(JobQueue queue, JobRunner runner, Notifications notifications, WorkerConfig config, Vertx vertx) {
        this.queue = queue;
        this.runner = runner;
        this.notifications = notifications;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        executor = Executors.newFixedThreadPool(
                config.concurrency(), work -> new Thread(work, "backfill-" + threads.incrementAndGet()));
        notifications.listen(this::notified, this::listening);
        timer = vertx.setPeriodic(config.poll().toMillis(), id -> poll());
        poll();
    }

    private void notified(PgNotification notification) {
        Log.debugf("Notified: %s %s", notification.getChannel(), notification.getPayload());
        if (notification.getChannel().equals(Notifications.STOPPED)) {
            runner.stopped(Long.parseLong(notification.getPayload()));
        } else {
            claim();
        }
    }

    private void listening() {
        runner.renewAll();
        claim();
    }

    private void poll() {
        queue.rescue()
                .subscribe()
                .with(
                        nothing -> claim(),
                        failure -> Log.warnf("The queue cannot be looked at: %s", failure.getMessage()));
    }

    /** Takes the next job if there is room; one claim at a time, so that many notifications cost few statements. */
    private synchronized void claim() {
        if (stopping || busy >= config.concurrency()) {
            return;
        }
        if (claiming) {
            again = true;
            return;
        }
        claiming = true;
        again = false;
        queue.claim(name).subscribe().with(claim -> claimed(claim.orElse(null)), failure -> {
            Log.warnf("No job can be claimed: %s", failure.getMessage());
            claimed(null);
        });
    }

    private synchronized void claimed(Claim claim) {
        claiming = false;
        if (stopping && claim != null) {
            queue.handBack(claim).subscribe().with(ours -> {}, failure -> {});
        } else if (claim != null) {
            busy++;
            executor.execute(() -> run(claim));
        }
        if (claim != null || again) {
            claim();
        }
    }

    private void run(Claim claim) {
        try {
            runner.run(claim);
        } finally {
            synchronized (this) {
                busy--;
            }
            claim();
        }
    }

    /** Hands all leases back at once, while requests are still answered: nobody has to wait until they run out. */
    void handBack(@Observes ShutdownDelayInitiatedEvent event) {
        handBack();
    }

    private void handBack() {
        synchronized (this) {
            stopping = true;
        }
        vertx.cancelTimer(timer);
        notifications.close();
        runner.shutDown();
    }

    /** Waits for them to be handed back. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (executor == null) {
            return;
        }
        handBack();
        executor.shutdown();
        if (!executor.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
            Log.warn("Jobs still run; their leases will run out");
        }
    }
}
