package dev.interrater.analytics;

import dev.interrater.dimension.Methodology;
import dev.interrater.security.ForMembers;
import dev.interrater.web.RequestBodies;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How a project's agreement is told: by which methodology, and below which threshold it is low. */
@Path("/api/projects/{id}/metricparam/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Metrics")
@ForMembers
public class MetricParamResource {
    private static final String THRESHOLD = "agreement_threshold";
    private static final String METHODOLOGY = "metric_name";

    private static final String SETTINGS = """
            SELECT agreement_threshold, methodology FROM agreement.configured_project($1) WHERE organization_id = $2
            """;

    /** $3 the threshold, $4 the methodology; null leaves what there is, so of two who change one each both get their way. */
    private static final String CHANGE = """
            INSERT INTO agreement.project_settings AS kept (project_id, agreement_threshold, methodology)
            SELECT id, $3::numeric, $4::varchar FROM agreement.live_project($1) WHERE organization_id = $2
                ON CONFLICT (project_id) DO UPDATE SET
                   agreement_threshold = coalesce(excluded.agreement_threshold, kept.agreement_threshold),
                   methodology = coalesce(excluded.methodology, kept.methodology),
                   updated_at = now()
            RETURNING project_id
            """;

    private final RequestBodies bodies;
    private final CallersProjects projects;

    MetricParamResource(RequestBodies bodies, CallersProjects projects) {
        this.bodies = bodies;
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_metricparam_retrieve",
            summary = "Get metrics configuration",
            description = """
                    The methodology of a project, which is the organization's unless somebody has chosen another, and the agreement \
                    below which a task counts as low. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_METRICS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "get")
            })
    @APIResponse(
            responseCode = "200",
            description = "Current metrics configuration",
            content = @Content(schema = @Schema(implementation = MetricParamView.class)))
    public Uni<MetricParamView> retrieve(@PathParam("id") long projectId) {
        return projects.row(SETTINGS, projectId).map(MetricParamView::of);
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @Operation(
            operationId = "api_projects_metricparam_create",
            summary = "Update metrics configuration",
            description = """
                    Change the methodology or the threshold of a project, or both; what else the body has is ignored. Requires \
                    administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_METRICS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "update")
            })
    @RequestBody(content = @Content(schema = @Schema(implementation = MetricParamRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "Updated metrics configuration",
            content = @Content(schema = @Schema(implementation = MetricParamView.class)))
    public Uni<MetricParamView> update(@PathParam("id") long projectId, @Context HttpServerRequest request) {
        return bodies.fields(request).chain(fields -> {
            BigDecimal threshold = fields.decimal(THRESHOLD, BigDecimal.ZERO, BigDecimal.ONE, 2);
            Methodology methodology = fields.choice(METHODOLOGY, Methodology.class);
            fields.verify();
            return projects.row(CHANGE, projectId, threshold, methodology == null ? null : methodology.toString())
                    .chain(() -> retrieve(projectId));
        });
    }
}
