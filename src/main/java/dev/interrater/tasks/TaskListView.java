package dev.interrater.tasks;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of tasks.
 *
 * @param next the cursor that asks for the next page; null on the last one
 */
@RegisterForReflection
@Schema(
        name = "TaskAgreementList",
        requiredProperties = {"results", "next"})
public record TaskListView(
        List<TaskScoreView> results,

        @Schema(nullable = true, description = """
                        Cursor of the next page, null on the last one. A page may have fewer tasks than were asked for, or none, and a next one \
                        all the same: it looks at 20,000 tasks of the project at most.""") String next) {}
