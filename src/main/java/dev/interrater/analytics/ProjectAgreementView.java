package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far the annotators of a project agree, in a list of projects.
 *
 * @param agreement mean of its tasks' own scores, by the project's methodology; null when there are none
 * @param tasks how many tasks the project had when its newest backfill began; null before the first
 * @param comparedTasks how many have a score: two annotators or more
 * @param outOfDateTasks how many scores were computed by other metrics, weights or another label config than there are now
 * @param consensusComputedAt when what is probably right was computed last, and how competent annotators are; null before the first time
 * @param jobId the project's newest backfill of agreement; null before the first, as what follows
 */
@RegisterForReflection
@Schema(
        name = "ProjectAgreement",
        requiredProperties = {
            "id",
            "title",
            "agreement",
            "tasks",
            "compared_tasks",
            "out_of_date_tasks",
            "consensus_computed_at",
            "job_id",
            "job_status",
            "job_created_at",
            "job_completed_at"
        })
public record ProjectAgreementView(
        long id,
        String title,

        @Schema(
                nullable = true,
                minimum = "0",
                maximum = "1",
                description = "Mean over its tasks, null when none has a score")
        Double agreement,

        @Schema(nullable = true, description = "Tasks when its newest backfill began, null before the first")
        Long tasks,

        @Schema(description = "Tasks with a score") long comparedTasks,

        @Schema(description = "Tasks whose score was computed by other metrics, weights or another label config")
        long outOfDateTasks,

        @Schema(
                implementation = String.class,
                format = "date-time",
                nullable = true,
                description = "When competence and consensus were computed last, null before the first time")
        Instant consensusComputedAt,

        @Schema(
                nullable = true,
                description = "Its newest backfill of agreement, null before the first; so are the others")
        Long jobId,

        @Schema(nullable = true) String jobStatus,

        @Schema(implementation = String.class, format = "date-time", nullable = true)
        Instant jobCreatedAt,

        @Schema(implementation = String.class, format = "date-time", nullable = true)
        Instant jobCompletedAt) {

    static ProjectAgreementView of(Row row) {
        return new ProjectAgreementView(
                row.getLong("id"),
                row.getString("title"),
                row.getDouble("agreement"),
                row.getLong("tasks"),
                row.getLong("compared_tasks"),
                row.getLong("out_of_date_tasks"),
                instant(row.getOffsetDateTime("consensus_computed_at")),
                row.getLong("job_id"),
                row.getString("status"),
                instant(row.getOffsetDateTime("created_at")),
                instant(row.getOffsetDateTime("completed_at")));
    }

    private static Instant instant(OffsetDateTime date) {
        return date == null ? null : date.toInstant();
    }
}
