package dev.interrater.backfill;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a job is. Its names are Label Studio's and the database's, too; there is none for a cancelled job. */
@Schema(name = "AgreementV2BackfillJobStatusEnum", description = """
                * `PENDING` - Pending
                * `QUEUED` - Queued
                * `RUNNING` - Running
                * `COMPLETED` - Completed
                * `FAILED` - Failed""")
public enum JobStatus {
    /** Asked for, not yet in the queue. */
    PENDING,
    /** In the queue: the next free worker may take it. */
    QUEUED,
    /** A worker computes it. */
    RUNNING,
    /** Ended, with every task of the project computed, skipped or counted as an error. */
    COMPLETED,
    /** Ended before it was done, or cancelled: the job's error message says why. */
    FAILED
}
