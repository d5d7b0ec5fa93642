package dev.interrater.tasks;

import dev.interrater.agreement.ComparedTask;
import dev.interrater.agreement.Participant;
import dev.interrater.security.CurrentCaller;
import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
import dev.interrater.web.Fields;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far the participants of one task agree, as they have answered now. */
@Path("/api/projects/{project_pk}/tasks/{task_pk}/agreement-matrix")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dimensions")
@ForMembers
public class TaskAgreementMatrixResource {
    private static final String DIMENSION = "dimension";

    private final CurrentCaller caller;
    private final CallersTasks tasks;

    TaskAgreementMatrixResource(CurrentCaller caller, CallersTasks tasks) {
        this.caller = caller;
        this.tasks = tasks;
    }

    @GET
    @Operation(
            operationId = "api_projects_tasks_agreement_matrix_retrieve",
            summary = "Get task agreement matrix",
            description = """
                    Returns a pairwise agreement matrix between selected participants for a single task, averaged across all active \
                    dimensions or of a single one. It is computed from the annotations and predictions as they are now, whether the \
                    project has had a backfill or not. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = "[\"tasks\", \"agreement_matrix\"]", parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "get")
            })
    @Parameter(
            name = DIMENSION,
            in = ParameterIn.QUERY,
            description =
                    "ID of an active dimension to compute agreement for. If not provided, averages across all of them",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = AgreementSelection.NAME,
            in = ParameterIn.QUERY,
            required = true,
            description = """
                    JSON object specifying which participants to include in the agreement matrix: annotators and models, each with all \
                    (whoever has answered the task) and ids (of users, or versions; at most 200), and ground_truth (the newest \
                    annotation that is). The parameters selection[annotators][all], selection[annotators][ids] and so on say the same.""",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The matrix",
            content = @Content(schema = @Schema(implementation = TaskAgreementMatrixView.class)))
    public Uni<TaskAgreementMatrixView> get(
            @PathParam("project_pk") long projectId, @PathParam("task_pk") long taskId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Long dimensionId = query.integer(DIMENSION);
        AgreementSelection selection = AgreementSelection.of(query, uri);
        query.verify();
        long organizationId = caller.get().organizationId();
        return tasks.compared(
                projectId,
                taskId,
                (task, people) -> chosen(organizationId, selection, task, people)
                        .chain(chosen -> people.of(chosen)
                                .map(users ->
                                        TaskAgreementMatrixView.of(task, scores(task, dimensionId), chosen, users))));
    }

    /** Whoever has answered nothing is there as a member of the organization only: others are none of its business. */
    private Uni<List<Participant>> chosen(
            long organizationId, AgreementSelection selection, ComparedTask task, People people) {
        List<Participant> chosen = selection.of(task);
        List<Long> absent = chosen.stream()
                .filter(Participant::isAnnotator)
                .filter(participant -> !task.participants().contains(participant))
                .map(Participant::id)
                .toList();
        return people.members(organizationId, absent)
                .map(members -> chosen.stream()
                        .filter(participant -> !absent.contains(participant.id()) || members.contains(participant.id()))
                        .toList());
    }

    private static ComparedTask.Scores scores(ComparedTask task, Long dimensionId) {
        return dimensionId == null
                ? task.overall()
                : task.dimensions().stream()
                        .filter(in -> in.dimension().id() == dimensionId)
                        .findFirst()
                        .map(ComparedTask.InDimension::scores)
                        .orElseThrow(() -> ApiError.notFound("No Dimension matches the given query."));
    }
}
