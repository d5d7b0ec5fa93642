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

/** How far annotators of a project agree with all others. */
@Path("/api/projects/{id}/stats/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class AnnotatorAgreementResource {
    private static final String IDS = "ids";
    private final ParticipantMeans means;

    AnnotatorAgreementResource(ParticipantMeans means) {
        this.means = means;
    }

    @GET
    @Path("agreement_annotators")
    @Operation(
            operationId = "api_projects_stats_agreement_annotators_retrieve",
            summary = "Get agreement statistics for multiple annotators",
            description = """
                    Mean agreement of annotators with all others, over every task that two of them have in common. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "agreement_annotators")
            })
    @Parameter(
            name = IDS,
            in = ParameterIn.QUERY,
            required = true,
            description = "Comma-separated user IDs, 1,000 at most",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The figures by user",
            content = @Content(schema = @Schema(implementation = AgreementsView.class)))
    public Uni<AgreementsView> ofUsers(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Set<Long> users = ParticipantIds.requiredUsers(query, IDS);
        query.verify();
        return means.ofUsers(projectId, users, Counterpart.ANNOTATORS, false)
                .map(figures -> AgreementsView.of(users, figures));
    }

    @GET
    @Path("agreement_annotator/{user_id}")
    @Operation(
            operationId = "api_projects_stats_agreement_annotator_retrieve",
            summary = "Get individual annotator agreement stats",
            description = """
                    Mean agreement of an annotator with all others, over every task that they have in common. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "agreement_annotator")
            })
    @APIResponse(
            responseCode = "200",
            description = "The figure, null where there is none",
            content = @Content(schema = @Schema(implementation = AgreementsView.OfAnnotator.class)))
    public Uni<AgreementsView.OfAnnotator> ofUser(@PathParam("id") long projectId, @PathParam("user_id") long userId) {
        return means.ofUsers(projectId, List.of(userId), Counterpart.ANNOTATORS, false)
                .map(figures -> new AgreementsView.OfAnnotator((Double) figures.get(userId)));
    }
}
