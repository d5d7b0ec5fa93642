package dev.interrater.quality;

import dev.interrater.agreement.AgreementChanged;
import dev.interrater.agreement.StoppedException;
import dev.interrater.backfill.worker.JobEnded;
import dev.interrater.backfill.worker.WorkerConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Computes the consensus of projects whose answers have changed, one at a time: when a job has ended here or changes were followed, and now and then for those
 * of other workers and of those that are gone. Any number of workers may do it at once.
 */
@ApplicationScoped
class ConsensusWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long an attempt may take to be handed back; with the server's own shutdown it stays below ten seconds. */
    private static final long SHUTDOWN_SECONDS = 3;

    private final ConsensusStore store;
    private final ConsensusConfig config;
    private final WorkerConfig worker;
    private final Vertx vertx;
    private final List<Long> timers = new ArrayList<>();

    /** How often somebody asked to look since a look began that nobody has answered yet. */
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile boolean stopping;
    private ExecutorService thread;

    ConsensusWorker(ConsensusStore store, ConsensusConfig config, WorkerConfig worker, Vertx vertx) {
        this.store = store;
        this.config = config;
        this.worker = worker;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (!worker.enabled()) {
            return;
        }
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, "consensus");
            created.setDaemon(true);
            return created;
        });
        timers.add(vertx.setPeriodic(worker.poll().toMillis(), id -> look()));
        timers.add(vertx.setPeriodic(worker.housekeeping().toMillis(), id -> thread.execute(() -> sweep(null))));
    }

    void ended(@Observes JobEnded job) {
        look();
    }

    void followed(@Observes AgreementChanged project) {
        look();
    }

    private void look() {
        if (!stopping && thread != null && wanted.getAndIncrement() == 0) {
            thread.execute(this::runAll);
        }
    }

    /** Who asks meanwhile is answered by another look. */
    private void runAll() {
        int answered;
        do {
            answered = wanted.get();
            boolean more = true;
            while (more && !stopping) {
                more = runNext();
            }
        } while (wanted.addAndGet(-answered) > 0 && !stopping);
    }

    /** False when there is nothing to do, or the database cannot be asked. */
    private boolean runNext() {
        try {
            Optional<ConsensusClaim> claim = store.claim().await().atMost(PATIENCE);
            claim.ifPresent(this::attempt);
            return claim.isPresent();
        } catch (RuntimeException e) {
            Log.warnf("No consensus can be computed: %s", e.getMessage());
            return false;
        }
    }

    private void attempt(ConsensusClaim claim) {
        try {
            Duration pause = new ConsensusRun(store, config, claim, worker.lease(), this::check).run();
            Log.debugf("%s is computed", claim);
            vertx.setTimer(Math.max(1, pause.toMillis()), id -> look());
            sweep(claim.projectId());
        } catch (ConsensusLostException e) {
            Log.infof("%s was taken over", claim);
        } catch (StoppedException e) {
            end(claim, "is handed back", store.handBack(claim));
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "%s broke off", claim);
            end(claim, "broke off", store.breakOff(claim));
        }
    }

    /** Should the database be away, the lease runs out. */
    private static void end(ConsensusClaim claim, String what, Uni<Void> write) {
        try {
            write.await().atMost(PATIENCE);
            Log.infof("%s %s", claim, what);
        } catch (RuntimeException e) {
            Log.warnf("%s %s, and the database does not know: %s", claim, what, e.getMessage());
        }
    }

    private void check() {
        if (stopping) {
            throw new StoppedException();
        }
    }

    /** Deletes what nobody sees any more, of one project or, where that is null, of any. */
    private void sweep(Long projectId) {
        try {
            while (!stopping && store.sweepSome(projectId).await().atMost(PATIENCE)) {
                // one transaction after the other, each of which may be the last
            }
            store.forget().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            Log.warnf("Old results of consensus cannot be deleted: %s", e.getMessage());
        }
    }

    void handBack(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        timers.forEach(vertx::cancelTimer);
        if (thread != null) {
            thread.shutdown();
            if (!thread.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                Log.warn("A consensus is still being computed; its lease will run out");
            }
        }
    }
}
