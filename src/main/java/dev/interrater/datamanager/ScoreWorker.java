package dev.interrater.datamanager;

import dev.interrater.agreement.AgreementChanged;
import dev.interrater.agreement.StoppedException;
import dev.interrater.backfill.worker.Heartbeat;
import dev.interrater.backfill.worker.JobEnded;
import dev.interrater.backfill.worker.WorkLoop;
import dev.interrater.backfill.worker.WorkerConfig;
import dev.interrater.live.LiveConfig;
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
 * Writes scores to Label Studio, and takes them out, of one project after the other, in a thread of its own: nothing else waits for Label Studio.
 * It looks for projects when scores have changed here, and now and then for those of other workers. Any number of workers may do it at once.
 */
@ApplicationScoped
class ScoreWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So that nobody looks just before a rest is over. */
    private static final Duration MARGIN = Duration.ofMillis(20);

    private final ScoreStore store;
    private final LabelStudioApi api;
    private final LiveConfig live;
    private final WorkerConfig worker;
    private final Vertx vertx;

    /** Null where this process writes nothing. */
    private volatile WorkLoop loop;

    ScoreWorker(ScoreStore store, LabelStudioApi api, LiveConfig live, WorkerConfig worker, Vertx vertx) {
        this.store = store;
        this.api = api;
        this.live = live;
        this.worker = worker;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (worker.enabled() && live.enabled() && api.organizations().length > 0) {
            loop = new WorkLoop("data-manager", vertx, worker, this::runNext, this::forget);
        }
    }

    void ended(@Observes JobEnded job) {
        look();
    }

    void followed(@Observes AgreementChanged project) {
        look();
    }

    /** Looks for a project with something to do, if this process does that. */
    void look() {
        if (loop != null) {
            loop.look();
        }
    }

    /** False when there is nothing to do, or the database cannot be asked. */
    private boolean runNext() {
        try {
            Optional<ScoreClaim> claim =
                    store.claim(api.organizations()).await().atMost(PATIENCE);
            claim.ifPresent(this::attempt);
            return claim.isPresent();
        } catch (RuntimeException e) {
            Log.warnf("Nothing can be written to the Data Manager: %s", e.getMessage());
            return false;
        }
    }

    private void attempt(ScoreClaim claim) {
        ScoreRun run = new ScoreRun(store, api, claim, worker.lease(), live.rest(), loop::isStopping);
        Heartbeat heartbeat = new Heartbeat(vertx, worker.heartbeat(), () -> store.hold(claim));
        try {
            Duration pause = run.run();
            Log.debugf("%s is done for now", claim);
            lookAfter(pause);
        } catch (ScoresLostException e) {
            Log.debugf("%s was taken over", claim);
            end(claim, store.handBack(claim, run.end()));
        } catch (StoppedException e) {
            end(claim, store.handBack(claim, run.end()));
        } catch (LabelStudioRefusedException e) {
            Log.warnf("%s has to wait: %s", claim, e.getMessage());
            breakOff(claim, run, e.getMessage());
        } catch (RuntimeException | Error e) {
            Log.errorf(e, "%s broke off", claim);
            breakOff(claim, run, "The service failed; its log says why.");
        } finally {
            heartbeat.close();
        }
    }

    private void lookAfter(Duration pause) {
        loop.lookAfter(pause.plus(MARGIN));
    }

    private void breakOff(ScoreClaim claim, ScoreRun run, String error) {
        end(claim, store.breakOff(claim, run.end(), error).invoke(this::lookAfter));
    }

    /** Should the database be away, the lease runs out. */
    private static void end(ScoreClaim claim, Uni<?> write) {
        try {
            write.await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            Log.warnf("%s ended, and the database does not know: %s", claim, e.getMessage());
        }
    }

    private void forget() {
        try {
            store.forget().await().atMost(PATIENCE);
        } catch (RuntimeException e) {
            Log.warnf("Projects that are gone cannot be forgotten: %s", e.getMessage());
        }
    }

    void handBack(@Observes ShutdownDelayInitiatedEvent event) {
        if (loop != null) {
            loop.stop();
            api.stop();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (loop != null) {
            loop.stop();
            api.stop();
            if (!loop.end()) {
                Log.warn("Scores are still being written; the lease will run out");
            }
        }
    }
}
