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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far an annotator of a project agrees with the ground truth. */
@Path("/api/projects/{id}/users/{user_pk}/stats/agreement-groundtruth")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class UserGroundTruthAgreementResource {
    private static final String PER_LABEL = "per_label";
    private final ParticipantMeans means;

    UserGroundTruthAgreementResource(ParticipantMeans means) {
        this.means = means;
    }

    @GET
    @Operation(
            operationId = "api_projects_users_stats_agreement_groundtruth_retrieve",
            summary = "Get ground truth agreement of a user",
            description = """
                    Mean agreement of an annotator with the ground truth, over the tasks that have one. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "user_ground_truth_agreement")
            })
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "Figures by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "The figure, null where there is none",
            content = @Content(schema = @Schema(implementation = AgreementsView.Single.class)))
    public Uni<AgreementsView.Single> ofUser(
            @PathParam("id") long projectId, @PathParam("user_pk") long userId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        query.verify();
        return means.ofUsers(projectId, List.of(userId), Counterpart.GROUND_TRUTH, perLabel)
                .map(figures -> new AgreementsView.Single(figures.get(userId)));
    }
}
