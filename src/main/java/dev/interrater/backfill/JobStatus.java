package dev.interrater.backfill;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a job is. Its names are Label Studio's and the database's, too; there is none for a cancelled job. The ways between
 * them are drawn in docs/job-states.md, and no job takes another.
 */
@RegisterForReflection
@Schema(name = "AgreementV2BackfillJobStatusEnum", description = """
                * `PENDING` - Pending
                * `QUEUED` - Queued
                * `RUNNING` - Running
                * `COMPLETED` - Completed
                * `FAILED` - Failed""")
public enum JobStatus {
    /** Asked for by another program, and not yet in the queue. A worker's housekeeping queues it, unless it is cancelled. */
    PENDING,
    /**
     * In the queue: the next free worker takes it. A trigger has put it there, or a worker that shut down, broke off or lost
     * its lease has handed it back. It may be cancelled.
     */
    QUEUED,
    /** A worker has claimed it and computes it. That ends it or hands it back, unless it is cancelled or the lease runs out. */
    RUNNING,
    /** Ended by its worker, with every task of the project computed, skipped or counted as an error. Final. */
    COMPLETED,
    /** Ended before it was done, by a worker or because it was cancelled. The job's error message says why. Final. */
    FAILED;

    boolean isInFlight() {
        return this == PENDING || this == QUEUED || this == RUNNING;
    }
}
