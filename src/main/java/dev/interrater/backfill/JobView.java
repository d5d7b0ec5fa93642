package dev.interrater.backfill;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
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
@RegisterForReflection
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
        Instant createdAt,

        @Schema(readOnly = true, description = "Database ID of the backfill job")
        long jobId,

        @Schema(
                readOnly = true,
                nullable = true,
                description = "Optional specific project to backfill (if null, backfills entire organization)")
        Long projectId,

        @Schema(
                readOnly = true,
                nullable = true,
                implementation = String.class,
                description =
                        "Redis queue job ID: here the ID of the queue in PostgreSQL; null while PENDING, and in the aggregate")
        UUID rqJobId,

        @Schema(readOnly = true, description = "User who triggered the backfill: their e-mail")
        String triggeredBy,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "When the job ended, COMPLETED or FAILED")
        Instant completedAt,

        @Schema(description = "Error message if job failed, else empty")
        String errorMessage,

        @Schema(
                implementation = Progress.class,
                description = "JSON data tracking job progress (matrices_created, errors, etc.)")
        Map<String, Object> progressData,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "When a worker first took the job")
        Instant startedAt,

        @Schema(description = "Current status of the backfill job")
        JobStatus status) {}
