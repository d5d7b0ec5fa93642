package dev.interrater.quality;

import dev.interrater.agreement.AgreementChanged;
import dev.interrater.agreement.StoppedException;
import dev.interrater.backfill.worker.JobEnded;
import dev.interrater.backfill.worker.WorkLoop;
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
import java.util.Optional;

/**
 * Computes the consensus of projects whose answers have changed, one at a time: when a job has ended here or changes were followed, and now and then for those
 * of other workers and of those that are gone. Any number of workers may do it at once.
 */
@ApplicationScoped
class ConsensusWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConsensusStore store;
    private final ConsensusConfig config;
    private final WorkerConfig worker;
    private final Vertx vertx;

    /** Null where this process computes nothing. */
    private volatile WorkLoop loop;

    ConsensusWorker(ConsensusStore store, ConsensusConfig config, WorkerConfig worker, Vertx vertx) {
        this.store = store;
        this.config = config;
        this.worker = worker;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (worker.enabled()) {
            loop = new WorkLoop("consensus", vertx, worker, this::runNext, () -> sweep(null));
        }
    }

    void ended(@Observes JobEnded job) {
        look();
    }

    void followed(@Observes AgreementChanged project) {
        look();
    }

    private void look() {
        if (loop != null) {
            loop.look();
        }
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
            loop.lookAfter(pause);
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
        if (loop.isStopping()) {
            throw new StoppedException();
        }
    }

    /** Deletes what nobody sees any more, of one project or, where that is null, of any. */
    private void sweep(Long projectId) {
        try {
            while (!loop.isStopping() && store.sweepSome(projectId).await().atMost(PATIENCE)) {
                // one transaction after the other, each of which may be the last
            }
            store.forget().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            Log.warnf("Old results of consensus cannot be deleted: %s", e.getMessage());
        }
    }

    void handBack(@Observes ShutdownDelayInitiatedEvent event) {
        if (loop != null) {
            loop.stop();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (loop != null && !loop.end()) {
            Log.warn("A consensus is still being computed; its lease will run out");
        }
    }
}
