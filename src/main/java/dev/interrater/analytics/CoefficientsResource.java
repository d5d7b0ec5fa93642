package dev.interrater.analytics;

import dev.interrater.security.CurrentCaller;
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

/** How much better the annotators of a project agree than chance would have it. */
@Path("/api/projects/{id}/analytics/data-quality/agreement-analysis/coefficients/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class CoefficientsResource {
    private static final String DIMENSION = "dimension";

    private final CurrentCaller caller;
    private final ProjectCoefficients coefficients;

    CoefficientsResource(CurrentCaller caller, ProjectCoefficients coefficients) {
        this.caller = caller;
        this.coefficients = coefficients;
    }

    @GET
    @Operation(
            operationId = "api_projects_analytics_data_quality_agreement_analysis_coefficients_list",
            summary = "Get chance-corrected agreement coefficients",
            description = """
                    Krippendorff's alpha, Fleiss' kappa and Cohen's kappa of every pair of annotators, for each active dimension \
                    of the project whose answers are categories or numbers, from what the project's backfill has kept; besides Gwet's AC1 \
                    and AC2, Brennan and Prediger's coefficient, percent agreement, Conger's kappa, and agreement on each value. Each \
                    has its standard error over tasks, a 95 % interval and a p-value. What is undefined is null and says why. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "data_quality_agreement_coefficients")
            })
    @Parameter(
            name = DIMENSION,
            in = ParameterIn.QUERY,
            description = "Only the dimension with this ID",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "The coefficients of each dimension, in the order of the dimensions",
            content =
                    @Content(
                            schema =
                                    @Schema(type = SchemaType.ARRAY, implementation = DimensionCoefficientsView.class)))
    public Uni<List<DimensionCoefficientsView>> list(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        Long dimensionId = parameters.integer(DIMENSION);
        parameters.verify();
        return coefficients.of(caller.get().organizationId(), projectId, dimensionId);
    }
}
