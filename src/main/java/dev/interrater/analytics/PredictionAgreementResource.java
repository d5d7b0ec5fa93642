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
import java.util.List;
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

/** How far annotators of a project agree with models. */
@Path("/api/projects/{id}/user-stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class PredictionAgreementResource {
    private static final String IDS = "ids";
    private static final String PER_LABEL = "per_label";
    private final ParticipantMeans means;

    PredictionAgreementResource(ParticipantMeans means) {
        this.means = means;
    }

    @GET
    @Path("prediction")
    @Operation(
            operationId = "api_projects_user_stats_prediction_list",
            summary = "Get prediction agreement statistics for multiple annotators",
            description = """
                    Mean agreement of annotators with all versions of models that are compared. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "users_prediction_agreement")
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
            description = "Figures by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "The figures by user",
            content = @Content(schema = @Schema(implementation = AgreementsView.class)))
    public Uni<AgreementsView> ofUsers(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Set<Long> users = ParticipantIds.requiredUsers(query, IDS);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        query.verify();
        return means.ofUsers(projectId, users, Counterpart.MODELS, perLabel)
                .map(figures -> AgreementsView.of(users, figures));
    }

    @GET
    @Path("{user_pk}/prediction")
    @Operation(
            operationId = "api_projects_user_stats_prediction_retrieve",
            summary = "Get individual user prediction agreement",
            description = """
                    Mean agreement of an annotator with all versions of models that are compared. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "user_prediction_agreement")
            })
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "Figures by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "The figure, null where there is none",
            content = @Content(schema = @Schema(implementation = AgreementsView.OfUser.class)))
    public Uni<AgreementsView.OfUser> ofUser(
            @PathParam("id") long projectId, @PathParam("user_pk") long userId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        query.verify();
        return means.ofUsers(projectId, List.of(userId), Counterpart.MODELS, perLabel)
                .map(figures -> new AgreementsView.OfUser(figures.get(userId)));
    }
}
