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

/** How far a version of a model agrees with annotators, the ground truth and other versions. */
@Path("/api/projects/{id}/model-stats/{model_version}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class ModelAgreementResource {
    private static final String PER_LABEL = "per_label";
    private final ParticipantMeans means;

    ModelAgreementResource(ParticipantMeans means) {
        this.means = means;
    }

    @GET
    @Path("agreement")
    @Operation(
            operationId = "api_projects_model_stats_agreement_retrieve",
            summary = "Get model-version overall agreement vs annotators",
            description = """
                    Mean agreement of a version of a model with all annotators, over the tasks that they have in common. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "model_version_annotator_agreement")
            })
    @APIResponse(
            responseCode = "200",
            description = "The figure, null where there is none",
            content = @Content(schema = @Schema(implementation = AgreementsView.Single.class)))
    public Uni<AgreementsView.Single> withAnnotators(
            @PathParam("id") long projectId, @PathParam("model_version") String version) {
        return means.ofModel(projectId, version, Counterpart.ANNOTATORS, false).map(AgreementsView.Single::new);
    }

    @GET
    @Path("agreement-groundtruth")
    @Operation(
            operationId = "api_projects_model_stats_agreement_groundtruth_retrieve",
            summary = "Get model-version ground truth agreement",
            description = """
                    Mean agreement of a version of a model with the ground truth. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "model_version_ground_truth_agreement")
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
    public Uni<AgreementsView.Single> withGroundTruth(
            @PathParam("id") long projectId, @PathParam("model_version") String version, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        query.verify();
        return means.ofModel(projectId, version, Counterpart.GROUND_TRUTH, perLabel)
                .map(AgreementsView.Single::new);
    }

    @GET
    @Path("prediction")
    @Operation(
            operationId = "api_projects_model_stats_prediction_retrieve",
            summary = "Get model-version prediction agreement",
            description = """
                    Mean agreement of a version of a model with all other versions that are compared. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "model_version_prediction_agreement")
            })
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "Figures by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "The figure, null where there is none",
            content = @Content(schema = @Schema(implementation = AgreementsView.OfModel.class)))
    public Uni<AgreementsView.OfModel> withModels(
            @PathParam("id") long projectId, @PathParam("model_version") String version, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        query.verify();
        return means.ofModel(projectId, version, Counterpart.MODELS, perLabel).map(AgreementsView.OfModel::new);
    }
}
