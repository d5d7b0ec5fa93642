package dev.interrater.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How much of a project is done.
 *
 * @param id the user whose tasks are counted; null for the whole project
 * @param finished tasks that have all their annotations, or one of the user's
 * @param progress their share of the project's tasks in whole percent, rounded down
 */
@RegisterForReflection
@Schema(
        name = "FinishedTasks",
        requiredProperties = {"id", "finished", "progress"})
public record FinishedTasksView(
        @Schema(nullable = true, description = "The user whose tasks are counted, null for the whole project")
        Long id,

        @Schema(description = "Number of finished tasks") long finished,

        @Schema(minimum = "0", maximum = "100", description = "Progress percentage (0-100)")
        int progress) {
    static FinishedTasksView of(Long userId, Row row) {
        long tasks = row.getLong("tasks");
        long finished = row.getLong("finished");
        // An annotation may still have the project that its task had before.
        long percent = tasks == 0 ? 0 : Math.min(100, finished * 100 / tasks);
        return new FinishedTasksView(userId, finished, (int) percent);
    }
}
