package dev.interrater.tasks;

import dev.interrater.quality.TaskConsensus;
import dev.interrater.security.ForMembers;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One task: who has answered what, and how far they agree in each dimension. */
@Path("/api/projects/{id}/agreement/tasks/{task_id}")
@Produces(MediaType.APPLICATION_JSON)
@ForMembers
@Tag(name = "Agreement")
public class TaskDetailResource {
    private final CallersTasks tasks;
    private final TaskConsensus consensus;

    TaskDetailResource(CallersTasks tasks, TaskConsensus consensus) {
        this.tasks = tasks;
        this.consensus = consensus;
    }

    @GET
    @Operation(
            operationId = "api_projects_agreement_tasks_retrieve",
            summary = "Get the agreement of a task",
            description = """
                    What each participant of a task has answered and how far each two of them agree, overall and in every active \
                    dimension, as they have answered now; and what is probably right, as it was computed last. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "get_task")
            })
    @APIResponse(
            responseCode = "200",
            description = "The task",
            content = @Content(schema = @Schema(implementation = TaskDetailView.class)))
    public Uni<TaskDetailView> get(@PathParam("id") long projectId, @PathParam("task_id") long taskId) {
        return tasks.compared(
                projectId,
                taskId,
                (task, people) -> people.of(task.participants())
                        .chain(users -> consensus
                                .of(projectId, taskId)
                                .map(answers -> TaskDetailView.of(task, users, answers))));
    }
}
