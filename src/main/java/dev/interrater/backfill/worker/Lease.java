package dev.interrater.backfill.worker;

import dev.interrater.agreement.StoppedException;
import io.quarkus.logging.Log;
import io.vertx.mutiny.core.Vertx;

/** This worker's hold on a job, renewed by a heartbeat of its own: that a worker lives says nothing about its progress. */
final class Lease implements AutoCloseable {
    private final JobQueue queue;
    private final Claim claim;
    private final Vertx vertx;
    private final long timer;
    private volatile boolean lost;
    private volatile boolean shuttingDown;

    Lease(Vertx vertx, JobQueue queue, Claim claim, WorkerConfig config) {
        this.vertx = vertx;
        this.queue = queue;
        this.claim = claim;
        this.timer = vertx.setPeriodic(config.heartbeat().toMillis(), id -> renew());
    }

    Claim claim() {
        return claim;
    }

    /** Asks the database whether the job is still ours, and says that we live. */
    void renew() {
        queue.heartbeat(claim)
                .subscribe()
                .with(ours -> lost |= !ours, failure -> Log.warnf("%s: no heartbeat, %s", claim, failure.getMessage()));
    }

    /** The job has been taken from us. */
    void lose() {
        lost = true;
    }

    /** The job is to be handed back. */
    void shutDown() {
        shuttingDown = true;
    }

    /** Whether nothing may be written any more, or nothing should be computed any more. */
    boolean isOver() {
        return lost || shuttingDown;
    }

    /** Called where a run can end without losing work. */
    void check() {
        if (lost) {
            throw new LeaseLostException(claim);
        }
        if (shuttingDown) {
            throw new StoppedException();
        }
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
