package dev.interrater.backfill.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts what this process's worker does. Everything is there from the start, at zero, so that rates have a beginning. */
@Singleton
class WorkerMetrics {
    /** How an attempt at a job ended. */
    enum Outcome {
        COMPLETED,
        FAILED,
        HANDED_BACK,
        BROKE_OFF,
        TAKEN_AWAY
    }

    private final MeterRegistry registry;
    private final Counter claims;
    private final Counter tasks;
    private final Counter skipped;
    private final Counter matrices;
    private final Counter errors;
    private final Counter rescues;
    private final Counter leaseLosses;

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        claims = registry.counter("interrater.claims");
        tasks = registry.counter("interrater.tasks");
        skipped = registry.counter("interrater.tasks.skipped");
        matrices = registry.counter("interrater.matrices");
        errors = registry.counter("interrater.task.errors");
        rescues = registry.counter("interrater.rescues");
        leaseLosses = registry.counter("interrater.lease.losses");
        for (Outcome outcome : Outcome.values()) {
            ended(outcome, 0);
        }
    }

    /** A job was taken. */
    void claimed() {
        claims.increment();
    }

    /** A page was committed. */
    void committed(PageProgress page) {
        tasks.increment(page.processed());
        skipped.increment(page.skipped());
        matrices.increment(page.matrices());
        errors.increment(page.errors());
    }

    /** An attempt has ended. */
    void ended(Outcome outcome) {
        ended(outcome, 1);
    }

    private void ended(Outcome outcome, int attempts) {
        registry.counter("interrater.attempts", "outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                .increment(attempts);
    }

    /** A job that nobody looked after was put back, or given up; it had been taken when its lease ran out. */
    void rescued(boolean leaseLost) {
        rescues.increment();
        if (leaseLost) {
            leaseLosses.increment();
        }
    }
}
