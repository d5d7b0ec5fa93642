package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How many tasks of a project are finished. */
@Path("/api/projects/{id}/stats/finished")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class FinishedTasksResource {
    private static final String USER = "user_pk";

    static final String FINISHED = """
            SELECT finished.*
              FROM agreement.live_project($1) AS p
             CROSS JOIN LATERAL agreement.finished_tasks($1) AS finished
             WHERE p.organization_id = $2
            """;

    /** $3 the user. */
    static final String FINISHED_BY = """
            SELECT finished.*
              FROM agreement.live_project($1) AS p
             CROSS JOIN LATERAL agreement.finished_tasks($1, $3) AS finished
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;

    FinishedTasksResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_stats_finished_retrieve",
            summary = "Get finished tasks statistics",
            description = """
                    How many tasks of a project are finished, and the percentage of all its tasks; with user_pk, how many that user \
                    has submitted an annotation of. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "finished_tasks")
            })
    @Parameter(
            name = USER,
            in = ParameterIn.QUERY,
            description = "Only tasks that this user has finished",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "Finished tasks statistics",
            content = @Content(schema = @Schema(implementation = FinishedTasksView.class)))
    public Uni<FinishedTasksView> finished(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Long userId = query.integer(USER);
        query.verify();
        return (userId == null ? projects.pass(FINISHED, projectId) : projects.pass(FINISHED_BY, projectId, userId))
                .map(rows -> FinishedTasksView.of(userId, rows.get(0)));
    }
}
