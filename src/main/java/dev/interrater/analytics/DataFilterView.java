package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** By whose work the tasks of a project can be filtered. */
@RegisterForReflection
@Schema(
        name = "DataFilters",
        requiredProperties = {"user_filters"})
public record DataFilterView(UserFilters userFilters) {
    /**
     * By users and models.
     *
     * @param stats one for each who has worked on a task
     * @param tasksWithAnnotations the tasks that somebody has annotated
     */
    @RegisterForReflection
    @Schema(
            name = "UserFilters",
            description = "Data filter statistics by user and model",
            requiredProperties = {"stats", "tasks_with_annotations"})
    public record UserFilters(List<Participant> stats, AnnotatedTasks tasksWithAnnotations) {}

    /** A user or a model version. */
    @RegisterForReflection
    @Schema(
            name = "FilteredParticipant",
            requiredProperties = {"id"})
    public record Participant(
            @Schema(description = "User ID or model version identifier (e.g., \"model:1.0\")")
            String id) {}

    /** How many tasks have a submitted annotation. */
    @RegisterForReflection
    @Schema(
            name = "AnnotatedTasks",
            requiredProperties = {"count"})
    public record AnnotatedTasks(
            @Schema(description = "How many tasks have an annotation")
            long count) {}
}
