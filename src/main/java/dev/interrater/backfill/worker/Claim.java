package dev.interrater.backfill.worker;

import io.vertx.mutiny.sqlclient.Row;

/**
 * A job that this worker has taken.
 *
 * @param projectId null: the whole organization
 * @param attempt the fence: what the worker writes, it writes only while this is still the job's attempt
 * @param cursor the last task of the attempts before, 0 in the first one
 * @param tasksTotal as counted when the first attempt began
 * @param tasksProcessed by the attempts before
 */
record Claim(
        long jobId,
        long organizationId,
        Long projectId,
        int attempt,
        long cursor,
        long tasksTotal,
        long tasksProcessed) {

    static Claim of(Row row) {
        return new Claim(
                row.getLong("id"),
                row.getLong("organization_id"),
                row.getLong("project_id"),
                row.getInteger("attempt"),
                row.getLong("cursor"),
                row.getLong("tasks_total"),
                row.getLong("tasks_processed"));
    }

    /** The job, for logs. */
    @Override
    public String toString() {
        return "Backfill job " + jobId + " (organization " + organizationId + ", project " + projectId + ", attempt "
                + attempt + ")";
    }
}
