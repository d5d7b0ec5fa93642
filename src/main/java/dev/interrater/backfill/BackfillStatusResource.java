package dev.interrater.backfill;

import dev.interrater.security.CurrentCaller;
import dev.interrater.web.ApiError;
import dev.interrater.web.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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

/** How far the backfills of the caller's organization are: the service's main job. */
@Path("/api/dimensions/backfill/status/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dimensions")
public class BackfillStatusResource {
    private static final String JOB_ID = "job_id";
    private static final String PROJECT_ID = "project_id";

    private final CurrentCaller caller;
    private final OrganizationStatus organization;

    BackfillStatusResource(CurrentCaller caller, OrganizationStatus organization) {
        this.caller = caller;
        this.organization = organization;
    }

    @GET
    @Operation(
            operationId = "api_dimensions_backfill_status_retrieve",
            summary = "Get Agreement V2 backfill status",
            description = """
                    Retrieve the status of an Agreement V2 backfill job for the authenticated user's active organization. By \
                    default returns the aggregated organization status. Specify job_id or project_id to get a specific job \
                    status. Requires administrator or owner role and Agreement V2.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "dimensions"),
                @Extension(name = "x-fern-sdk-method-name", value = "get_backfill_status")
            })
    @Parameter(
            name = JOB_ID,
            in = ParameterIn.QUERY,
            description = "Optional job ID to retrieve specific job status",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = PROJECT_ID,
            in = ParameterIn.QUERY,
            description =
                    "Optional project ID to retrieve the latest backfill status for that project. If omitted, returns"
                            + " aggregated organization status.",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "The job, or the aggregate of the organization's jobs",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<JobView> status(@Context UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        Long jobId = parameters.integer(JOB_ID);
        Long projectId = parameters.integer(PROJECT_ID);
        parameters.verify();
        long organizationId = caller.get().organizationId();
        Uni<JobView> answer = jobId == null && projectId == null
                ? organization.of(organizationId)
                : job(organizationId, jobId, projectId).map(job -> job == null ? null : job.view());
        return answer.onItem()
                .ifNull()
                .failWith(() -> ApiError.notFound("No backfill job found or organization not found"));
    }

    /** The job with this ID if it is of this project, or of any where that is null; of a project alone, its newest. */
    private static Uni<BackfillJob> job(long organizationId, Long jobId, Long projectId) {
        if (projectId == null) {
            return BackfillJob.ofOrganization(organizationId, jobId);
        } else if (jobId == null) {
            return BackfillJob.newestOfProject(organizationId, projectId);
        } else {
            return BackfillJob.ofProject(organizationId, projectId, jobId);
        }
    }
}
