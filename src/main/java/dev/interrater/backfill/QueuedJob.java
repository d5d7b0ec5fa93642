package dev.interrater.backfill;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job that a trigger has queued.
 *
 * @param jobId the job's ID
 * @param rqJobId the queue's own ID of it
 * @param projectId the project that it is for
 */
@RegisterForReflection
@Schema(
        name = "AgreementV2BackfillQueuedJob",
        requiredProperties = {"job_id", "rq_job_id", "project_id"})
record QueuedJob(
        @Schema(description = "Database ID of the backfill job")
        long jobId,

        @Schema(implementation = String.class, description = "The queue's own ID of the job")
        UUID rqJobId,

        @Schema(description = "The project to backfill") long projectId) {

    static QueuedJob of(Row row) {
        return new QueuedJob(row.getLong("id"), row.getUUID("rq_job_id"), row.getLong("project_id"));
    }
}
