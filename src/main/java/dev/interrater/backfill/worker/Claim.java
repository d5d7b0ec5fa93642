package dev.interrater.backfill.worker;

import dev.interrater.backfill.JobKind;
import io.vertx.mutiny.sqlclient.Row;

/**
 * A job that this worker has taken.
 *
 * @param kind what is to be computed
 * @param projectId null: the whole organization
 * @param attempt the fence: what the worker writes, it writes only while this is still the job's attempt
 * @param cursor the last task of the attempts before, 0 in the first one
 * @param tasksTotal as counted when the first attempt began
 * @param tasksProcessed by the attempts before
 */
record Claim(
        long jobId,
        long organizationId,
        JobKind kind,
        Long projectId,
        int attempt,
        long cursor,
        long tasksTotal,
        long tasksProcessed) {

    static Claim of(Row row) {
        return new Claim(
                row.getLong("id"),
                row.getLong("organization_id"),
                JobKind.valueOf(row.getString("kind")),
                row.getLong("project_id"),
                row.getInteger("attempt"),
                row.getLong("cursor"),
                row.getLong("tasks_total"),
                row.getLong("tasks_processed"));
    }

    /** The job, for logs. */
    @Override
    public String toString() {
        return "Backfill job " + jobId + " (" + kind + ", organization " + organizationId + ", project " + projectId
                + ", attempt " + attempt + ")";
    }
}
