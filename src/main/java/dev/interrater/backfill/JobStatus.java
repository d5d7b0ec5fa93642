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
    /** Asked for by another program, not yet in the queue. A worker's housekeeping queues it, unless it is cancelled. */
    PENDING,
    /**
     * In the queue, put there by a trigger, or handed back by a worker that shut down or lost its lease. The next free worker
     * takes it, unless it is cancelled.
     */
    QUEUED,
    /** A worker has claimed and computes it. It ends it or hands it back, unless it is cancelled or its lease runs out. */
    RUNNING,
    /** Ended by its worker, with every task of the project computed, skipped or counted as an error. Final. */
    COMPLETED,
    /** Ended before it was done, by a worker, or cancelled: the job's error message says why. Final. */
    FAILED
}
