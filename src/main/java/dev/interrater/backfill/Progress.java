package dev.interrater.backfill;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;

/**
 * The counters of a {@link JobView}, for the API's description alone: those of a job, and of the aggregate also those of projects. None
 * is there before a job starts, and further ones may come.
 */
@Schema(
        name = "AgreementV2BackfillProgress",
        allOf = {Progress.OfJob.class, Progress.OfProjects.class},
        description = "JSON data tracking job progress: empty before the job starts")
interface Progress {
    /** What a job, or all those of the aggregate together, have done. */
    @Schema(
            name = "AgreementV2BackfillJobProgress",
            description = "What the job has done; in the aggregate, the sums over the jobs",
            type = SchemaType.OBJECT,
            additionalProperties = Schema.True.class,
            properties = {
                @SchemaProperty(
                        name = "tasks_total",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Tasks of the project"),
                @SchemaProperty(
                        name = "tasks_processed",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Tasks that are done, the skipped ones among them"),
                @SchemaProperty(
                        name = "tasks_skipped",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Tasks with fewer than two annotations, or up to date already"),
                @SchemaProperty(
                        name = "matrices_created",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Agreement matrices, one per task and dimension"),
                @SchemaProperty(
                        name = "errors",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Tasks that could not be computed"),
                @SchemaProperty(
                        name = "last_error",
                        type = SchemaType.STRING,
                        description = "Why the last of them could not; absent when all could")
            })
    interface OfJob {}

    /** How many projects are how far. */
    @Schema(
            name = "AgreementV2BackfillProjectsProgress",
            description = "How many projects are how far; in the aggregate only",
            type = SchemaType.OBJECT,
            additionalProperties = Schema.True.class,
            properties = {
                @SchemaProperty(
                        name = "total_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects of the organization"),
                @SchemaProperty(
                        name = "not_started_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects that have never had a job"),
                @SchemaProperty(
                        name = "pending_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects whose newest job is PENDING"),
                @SchemaProperty(
                        name = "queued_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects whose newest job is QUEUED"),
                @SchemaProperty(
                        name = "running_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects whose newest job is RUNNING"),
                @SchemaProperty(
                        name = "completed_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects whose newest job is COMPLETED"),
                @SchemaProperty(
                        name = "failed_projects",
                        type = SchemaType.INTEGER,
                        format = "int64",
                        description = "Projects whose newest job is FAILED")
            })
    interface OfProjects {}
}
