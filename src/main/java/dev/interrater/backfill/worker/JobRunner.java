package dev.interrater.backfill.worker;

import dev.interrater.agreement.StoppedException;
import dev.interrater.backfill.worker.WorkerMetrics.Outcome;
import dev.interrater.database.DatabaseOutage;
import dev.interrater.labelconfig.InvalidLabelConfigException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs claimed jobs, and says how each attempt ended. */
@Singleton
class JobRunner {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunServices services;
    private final Vertx vertx;
    private final Map<Long, Lease> leases = new ConcurrentHashMap<>();
    private final Event<JobEnded> ended;
    private volatile boolean shuttingDown;

    JobRunner(RunServices services, Vertx vertx, Event<JobEnded> ended) {
        this.services = services;
        this.vertx = vertx;
        this.ended = ended;
    }

    /** Asks the database about every job that runs here: some may have been stopped without our being told. */
    void renewAll() {
        leases.values().forEach(Lease::renew);
    }

    /** Whether a job runs here. */
    boolean isRunning(long jobId) {
        return leases.containsKey(jobId);
    }

    /** All jobs that run here, now or later, are to be handed back. */
    void shutDown() {
        shuttingDown = true;
        leases.values().forEach(Lease::shutDown);
    }

    /** A job was stopped; nothing happens if it does not run here. */
    void stopped(long jobId) {
        Lease lease = leases.get(jobId);
        if (lease != null) {
            lease.renew(); // the job may be another attempt's by now: the database knows
        }
    }

    /** Runs an attempt to its end, whatever that is. Blocks. */
    void run(Claim claim) {
        JobLog.of(claim, () -> attempt(claim));
    }

    private void attempt(Claim claim) {
        Lease current = new Lease(vertx, services.queue(), claim, services.config());
        try (Lease lease = current) {
            leases.put(claim.jobId(), lease);
            if (shuttingDown) {
                lease.shutDown();
            }
            new BackfillRun(services, lease).run();
            services.metrics().ended(Outcome.COMPLETED);
        } catch (LeaseLostException e) {
            services.metrics().ended(Outcome.TAKEN_AWAY);
            Log.infof("%s was stopped, or taken over", claim);
        } catch (StoppedException e) {
            services.metrics().ended(Outcome.HANDED_BACK);
            end(claim, "is handed back", services.queue().handBack(claim));
        } catch (JobFailedException | InvalidLabelConfigException e) {
            services.metrics().ended(Outcome.FAILED);
            end(claim, "is FAILED: " + e.getMessage(), services.queue().fail(claim, e.getMessage()));
        } catch (RuntimeException | Error e) {
            services.metrics().ended(Outcome.BROKE_OFF);
            Log.errorf(e, "%s broke off", claim);
            end(claim, "broke off", services.queue().breakOff(claim, reason(e)));
        } finally {
            leases.remove(claim.jobId(), current); // not that of the next attempt, which may have begun
            ended.fire(new JobEnded(claim.jobId()));
        }
    }

    private static String reason(Throwable failure) {
        if (failure instanceof PgException database) {
            return "the database said: " + database.getErrorMessage();
        }
        return DatabaseOutage.caused(failure)
                ? "the database did not answer"
                : "an unexpected error, which the service has logged";
    }

    /** Should the database be away, the lease runs out, and the job is rescued then. */
    private static void end(Claim claim, String what, Uni<Boolean> write) {
        try {
            if (write.await().atMost(PATIENCE)) {
                Log.infof("%s %s", claim, what);
            }
        } catch (RuntimeException e) {
            Log.warnf("%s %s, and the database does not know: %s", claim, what, e.getMessage());
        }
    }
}
