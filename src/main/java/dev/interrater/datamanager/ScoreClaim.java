package dev.interrater.datamanager;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/**
 * A project whose predictions this worker writes, or takes out.
 *
 * @param organizationId whose token it is done with
 * @param attempt the fence: only while this is the newest attempt, the project is ours
 * @param wanted whether scores are to be written; else all are to be taken out
 * @param walkedTo the last task that was looked at
 * @param unansweredUntil until when a request of an earlier attempt may still be carried out; null if there is none
 */
record ScoreClaim(
        long projectId,
        long organizationId,
        int attempt,
        boolean wanted,
        long walkedTo,
        OffsetDateTime unansweredUntil) {
    static ScoreClaim of(Row row) {
        return new ScoreClaim(
                row.getLong("project_id"),
                row.getLong("organization_id"),
                row.getInteger("attempt"),
                row.getBoolean("is_wanted"),
                row.getLong("walked_to"),
                row.getOffsetDateTime("unanswered_until"));
    }

    /** The project, for logs. */
    @Override
    public String toString() {
        return "Data Manager of project %d (organization %d, attempt %d)".formatted(projectId, organizationId, attempt);
    }
}
