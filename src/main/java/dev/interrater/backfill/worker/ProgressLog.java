package dev.interrater.backfill.worker;

import dev.interrater.agreement.WorkTimes;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells the log how far a long job is, and when it will be done at its pace so far. */
final class ProgressLog {
    private final Claim claim;
    private final Clock clock;
    private final Duration interval;
    private final long total;
    private final Instant start;
    private long done;
    private Instant told;

    ProgressLog(Claim claim, long total, Clock clock, Duration interval) {
        this.claim = claim;
        this.total = total;
        this.clock = clock;
        this.interval = interval;
        this.start = clock.instant();
        this.told = start;
    }

    /** So many more tasks are done. */
    void add(long tasks) {
        done += tasks;
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(interval) >= 0) {
            told = now;
            double perSecond = perSecond(now);
            long all = claim.tasksProcessed() + done;
            Log.infof(
                    "%s: %d of %d tasks, %.0f a second, about %.0f s left",
                    claim, all, total, perSecond, Math.max(0, total - all) / perSecond);
        }
    }

    /** The job is done, and this is where its work went. */
    void completed(WorkTimes times) {
        Instant now = clock.instant();
        Log.infof(
                "%s is COMPLETED: %d tasks in %.1f s, %.0f a second; %s",
                claim, done, Duration.between(start, now).toMillis() / 1000.0, perSecond(now), times);
    }

    private double perSecond(Instant now) {
        return done * 1000.0 / Math.max(1, Duration.between(start, now).toMillis());
    }
}
