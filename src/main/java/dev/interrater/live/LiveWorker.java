package dev.interrater.live;

import dev.interrater.agreement.AgreementChanged;
import dev.interrater.agreement.StoppedException;
import dev.interrater.backfill.worker.Heartbeat;
import dev.interrater.backfill.worker.JobEnded;
import dev.interrater.backfill.worker.WorkerConfig;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks for changes now and then, and compares what has changed, a project at a time on each of two threads. */
@ApplicationScoped
class LiveWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long an attempt may take to be handed back; with the server's own shutdown it stays below ten seconds. */
    private static final long SHUTDOWN_SECONDS = 3;

    /** Two, so that a project with slow tasks, or a sweep, does not keep another one's single annotation waiting. */
    private static final int THREADS = 2;

    /** A look that takes long rests for so many times as long: where no index has the dates, it reads all tasks. */
    private static final int RESTS = 9;

    /** Whoever looks for changes does so alone until that many looks of it are missing. */
    private static final int LOOKS = 3;

    private final LiveServices services;
    private final ChangeWatch watch;
    private final LiveConfig config;
    private final WorkerConfig worker;
    private final Vertx vertx;
    private final Event<AgreementChanged> events;
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile boolean stopping;

    /** How long the look before took, and how long it was until the last one. */
    private long before;

    private long pause;

    private ScheduledExecutorService looks;
    private ExecutorService runs;

    LiveWorker(
            LiveServices services,
            ChangeWatch watch,
            LiveConfig config,
            WorkerConfig worker,
            Vertx vertx,
            Event<AgreementChanged> events) {
        this.services = services;
        this.watch = watch;
        this.config = config;
        this.worker = worker;
        this.vertx = vertx;
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        if (!worker.enabled() || !config.enabled()) {
            return;
        }
        looks = Executors.newSingleThreadScheduledExecutor(this::thread);
        runs = Executors.newFixedThreadPool(THREADS, this::thread);
        looks.schedule(this::look, config.poll().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "live-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private void look() {
        long began = System.nanoTime();
        long took = 0;
        try {
            ChangeWatch.Found found = watch.look(lease()).await().atMost(PATIENCE);
            took = System.nanoTime() - began;
            if (found.isDue()) {
                services.store().skipSweeps().await().atMost(PATIENCE);
            }
            if (found.isChanged() || found.isDue()) {
                runAll();
            }
        } catch (RuntimeException e) {
            Log.warnf("Changes cannot be looked for: %s", e.getMessage());
        }
        pause(took);
    }

    /** Longer than until the next look, wherever that is. */
    private Duration lease() {
        return Duration.ofNanos(LOOKS * Math.max(config.poll().toNanos(), pause));
    }

    /** Until the next look. A single one that took long says nothing. */
    private void pause(long took) {
        pause = Math.max(config.poll().toNanos() - took, Math.min(took, before) * RESTS);
        before = took;
        if (!stopping) {
            looks.schedule(this::look, pause, TimeUnit.NANOSECONDS);
        }
    }

    /** At once, whatever the next look would find. */
    void hinted(@Observes Hints.Hinted hint) {
        if (runs != null && !stopping) {
            runAll();
        }
    }

    /** After a job, its project may have changed meanwhile. */
    void ended(@Observes JobEnded job) {
        if (runs != null && !stopping) {
            runAll();
        }
    }

    /** On threads that have nothing to do. */
    private void runAll() {
        for (int running = busy.get(); running < THREADS && !stopping; running = busy.get()) {
            if (busy.compareAndSet(running, running + 1)) {
                runs.execute(this::runNext);
            }
        }
    }

    /** One project after the other, as long as there are any. */
    private void runNext() {
        boolean more = false;
        try {
            Optional<LiveClaim> claim = stopping
                    ? Optional.empty()
                    : services.store().claim().await().atMost(PATIENCE);
            more = claim.isPresent();
            claim.ifPresent(this::attempt);
        } catch (RuntimeException e) {
            Log.warnf("No project can be followed: %s", e.getMessage());
        }
        if (more && !stopping) {
            runs.execute(this::runNext);
        } else {
            busy.decrementAndGet();
        }
    }

    private void attempt(LiveClaim claim) {
        Duration pause = Collections.min(List.of(worker.heartbeat(), LiveStore.HEARTBEAT));
        Heartbeat heartbeat = new Heartbeat(vertx, pause, () -> services.store().renew(claim));
        try {
            if (new LiveRun(services, claim, () -> stopping).run()) {
                events.fire(new AgreementChanged(claim.projectId()));
            }
        } catch (ClaimLostException e) {
            Log.debugf("%s was taken over", claim);
            end(claim, services.store().handBack(claim));
        } catch (StoppedException e) {
            end(claim, services.store().handBack(claim));
        } catch (ProjectGoneException e) {
            end(claim, services.store().gone(claim));
        } catch (InvalidLabelConfigException e) {
            Log.debugf("%s has to wait: %s", claim, e.getMessage());
            end(claim, services.store().breakOff(claim));
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "%s broke off", claim);
            end(claim, services.store().breakOff(claim));
        } finally {
            heartbeat.close();
        }
    }

    /** Should the database be away, the lease runs out. */
    private static void end(LiveClaim claim, Uni<Void> write) {
        try {
            write.await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            Log.warnf("%s ended, and the database does not know: %s", claim, e.getMessage());
        }
    }

    void handBack(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (runs != null) {
            looks.shutdownNow();
            runs.shutdown();
            if (!runs.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                Log.warn("Tasks are still being compared; their leases will run out");
            }
        }
    }
}
