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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How reviewers judge annotators: not at all in Label Studio Community, so all scores are null. */
@Path("/api/projects/{id}/user-stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class ReviewScoresResource {
    private static final String IDS = "ids";
    private static final String PER_LABEL = "per_label";
    private static final String FOUND = "SELECT FROM agreement.live_project($1) WHERE organization_id = $2";

    private final CallersProjects projects;

    ReviewScoresResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Path("review_score")
    @Operation(
            operationId = "api_projects_user_stats_review_score_list",
            summary = "Get review scores of multiple users",
            description = """
                    The scores are null: Label Studio Community has no reviews. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "users_review_score")
            })
    @Parameter(
            name = IDS,
            in = ParameterIn.QUERY,
            required = true,
            description = "Comma-separated user IDs, 1,000 at most",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "Scores by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "Null for each user",
            content = @Content(schema = @Schema(implementation = ReviewScoresView.class)))
    public Uni<ReviewScoresView> ofUsers(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Set<Long> users = ParticipantIds.requiredUsers(query, IDS);
        query.bool(PER_LABEL);
        query.verify();
        return projects.row(FOUND, projectId).map(found -> ReviewScoresView.of(users));
    }

    @GET
    @Path("{user_pk}/review_score")
    @Operation(
            operationId = "api_projects_user_stats_review_score_retrieve",
            summary = "Get review score of a user",
            description = """
                    The score is null: Label Studio Community has no reviews. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "user_review_score")
            })
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "Scores by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "Null",
            content = @Content(schema = @Schema(implementation = ReviewScoresView.Single.class)))
    public Uni<ReviewScoresView.Single> ofUser(
            @PathParam("id") long projectId, @PathParam("user_pk") long userId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        query.bool(PER_LABEL);
        query.verify();
        return projects.row(FOUND, projectId).map(found -> new ReviewScoresView.Single(null, null));
    }
}
