package dev.interrater.backfill;

import io.vertx.mutiny.sqlclient.Row;

/**
 * Sums over a set of jobs.
 *
 * @param projects how many of the jobs have a project
 * @param pending how many are PENDING, and so on for each status
 * @param tasksTotal the sum of that counter of the jobs, and so on for each counter
 */
record JobCounts(
        long projects,
        long pending,
        long queued,
        long running,
        long completed,
        long failed,
        long tasksTotal,
        long tasksProcessed,
        long tasksSkipped,
        long matricesCreated,
        long errors) {

    /** Reads the columns of these names. */
    static JobCounts of(Row row) {
        return new JobCounts(
                row.getLong("projects"),
                row.getLong("pending"),
                row.getLong("queued"),
                row.getLong("running"),
                row.getLong("completed"),
                row.getLong("failed"),
                row.getLong("tasks_total"),
                row.getLong("tasks_processed"),
                row.getLong("tasks_skipped"),
                row.getLong("matrices_created"),
                row.getLong("errors"));
    }

    JobCounts minus(JobCounts other) {
        return new JobCounts(
                projects - other.projects,
                pending - other.pending,
                queued - other.queued,
                running - other.running,
                completed - other.completed,
                failed - other.failed,
                tasksTotal - other.tasksTotal,
                tasksProcessed - other.tasksProcessed,
                tasksSkipped - other.tasksSkipped,
                matricesCreated - other.matricesCreated,
                errors - other.errors);
    }

    long jobs() {
        return pending + queued + running + completed + failed;
    }

    boolean inFlight() {
        return pending + queued + running > 0;
    }

    /** The first of RUNNING, QUEUED, PENDING, FAILED, COMPLETED that any of the jobs is in. */
    JobStatus status() {
        if (running > 0) {
            return JobStatus.RUNNING;
        } else if (queued > 0) {
            return JobStatus.QUEUED;
        } else if (pending > 0) {
            return JobStatus.PENDING;
        } else {
            return failed > 0 ? JobStatus.FAILED : JobStatus.COMPLETED;
        }
    }
}
