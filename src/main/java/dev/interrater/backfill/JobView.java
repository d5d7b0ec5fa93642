package dev.interrater.backfill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job, or the aggregate of an organization's jobs, as clients see it. All ten keys are always present.
 *
 * @param createdAt when it was asked for; of the aggregate, the earliest
 * @param jobId of the aggregate, the newest job's
 * @param projectId null: the whole organization
 * @param rqJobId the queue's own ID of the job; null while PENDING, and in the aggregate
 * @param triggeredBy e-mail of the user who asked for it; of the aggregate, for the newest job
 * @param completedAt when it ended; of the aggregate, the latest, and null while anything is in flight
 * @param errorMessage why it failed, or how many failed and the first reasons; never null
 * @param progressData counters; empty before a job starts
 * @param startedAt when a worker first took it; of the aggregate, the earliest
 * @param status of the aggregate, the first of RUNNING, QUEUED, PENDING, FAILED, COMPLETED that any job is in
 */
@Schema(
        name = "AgreementV2BackfillJob",
        requiredProperties = {
            "created_at",
            "job_id",
            "project_id",
            "rq_job_id",
            "triggered_by",
            "completed_at",
            "error_message",
            "progress_data",
            "started_at",
            "status"
        })
public record JobView(
        @Schema(
                implementation = String.class,
                format = "date-time",
                readOnly = true,
                description = "When the job was asked for")
        @JsonProperty("created_at")
        Instant createdAt,

        @Schema(readOnly = true, description = "Database ID of the backfill job") @JsonProperty("job_id")
        long jobId,

        @Schema(
                readOnly = true,
                nullable = true,
                description = "Optional specific project to backfill (if null, backfills entire organization)")
        @JsonProperty("project_id")
        Long projectId,

        @Schema(
                readOnly = true,
                nullable = true,
                implementation = String.class,
                description = "The queue's own ID of the job; null while it is PENDING, and in the aggregate")
        @JsonProperty("rq_job_id")
        UUID rqJobId,

        @Schema(readOnly = true, description = "E-mail of the user who triggered the backfill")
        @JsonProperty("triggered_by")
        String triggeredBy,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "When the job ended, COMPLETED or FAILED")
        @JsonProperty("completed_at")
        Instant completedAt,

        @Schema(description = "Error message if the job failed, else empty") @JsonProperty("error_message")
        String errorMessage,

        @Schema(
                type = SchemaType.OBJECT,
                description = "Counters of the job's progress: tasks_total, tasks_processed, tasks_skipped,"
                        + " matrices_created, errors, last_error; of the aggregate, also counts of projects")
        @JsonProperty("progress_data")
        Map<String, Object> progressData,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "When a worker first took the job")
        @JsonProperty("started_at")
        Instant startedAt,

        @Schema(description = "Current status of the backfill job")
        JobStatus status) {}
