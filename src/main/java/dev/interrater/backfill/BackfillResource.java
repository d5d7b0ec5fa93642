package dev.interrater.backfill;

import dev.interrater.security.BadRequestWithoutAgreementV2;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** How far the backfills of agreement are, the service's main job; and what else clients do with them. */
@Path("/api/dimensions/backfill/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dimensions")
public class BackfillResource {
    private final BackfillJobs jobs;

    BackfillResource(BackfillJobs jobs) {
        this.jobs = jobs;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @ResponseStatus(201)
    @BadRequestWithoutAgreementV2
    @Operation(
            operationId = "api_dimensions_backfill_create",
            summary = "Trigger an Agreement V2 backfill",
            description = """
                    Queue backfill jobs for the authenticated user's active organization: of one project, of the next \
                    projects without a job, or of all that are not completed. Requires administrator or owner role and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "dimensions"),
                @Extension(name = "x-fern-sdk-method-name", value = "trigger_backfill")
            })
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = TriggerRequest.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                        schema = @Schema(implementation = TriggerRequest.class)),
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema = @Schema(implementation = TriggerRequest.class))
            })
    @APIResponse(
            responseCode = "201",
            description = "The jobs that were queued",
            content = @Content(schema = @Schema(implementation = TriggerResponse.class)))
    public Uni<TriggerResponse> trigger(@Context HttpServerRequest request) {
        return jobs.trigger(JobKind.AGREEMENT, request);
    }

    @DELETE
    @BadRequestWithoutAgreementV2
    @Operation(
            operationId = "api_dimensions_backfill_destroy",
            summary = "Cancel Agreement V2 backfills",
            description = """
                    Cancel a backfill job, the job in flight of a project, or, with neither given, everything in flight in \
                    the authenticated user's active organization. Requires administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "dimensions"),
                @Extension(name = "x-fern-sdk-method-name", value = "cancel_backfill")
            })
    @Parameter(
            name = BackfillJobs.JOB_ID,
            in = ParameterIn.QUERY,
            description = "Optional job ID to cancel that job",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = BackfillJobs.PROJECT_ID,
            in = ParameterIn.QUERY,
            description = "Optional project ID to cancel that project's job",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "How many jobs were cancelled",
            content = @Content(schema = @Schema(implementation = CancelResponse.class)))
    public Uni<CancelResponse> cancel(@Context UriInfo uri) {
        return jobs.cancel(JobKind.AGREEMENT, uri);
    }

    @GET
    @Path("jobs/")
    @BadRequestWithoutAgreementV2
    @Operation(
            operationId = "api_dimensions_backfill_jobs_list",
            summary = "List Agreement V2 backfill jobs",
            description = """
                    List the backfill jobs of the authenticated user's active organization, newest first, in pages. Requires \
                    administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "dimensions"),
                @Extension(name = "x-fern-sdk-method-name", value = "list_backfills")
            })
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            description = "Number of the page, from 1",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1", defaultValue = "1"))
    @Parameter(
            name = "page_size",
            in = ParameterIn.QUERY,
            description = "Jobs on a page; more than 500 counts as 500",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1", defaultValue = "50"))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only jobs in this status",
            schema = @Schema(implementation = JobStatus.class))
    @APIResponse(
            responseCode = "200",
            description = "One page of the jobs",
            headers = {
                @Header(
                        name = "X-Total-Count",
                        description = "How many jobs there are on all pages",
                        schema = @Schema(type = SchemaType.INTEGER, format = "int64")),
                @Header(
                        name = "Link",
                        description = "The next and the previous page (RFC 8288)",
                        schema = @Schema(type = SchemaType.STRING))
            },
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = JobView.class)))
    public Uni<RestResponse<List<JobView>>> list(@Context UriInfo uri) {
        return jobs.list(JobKind.AGREEMENT, uri);
    }

    @GET
    @Path("status/")
    @Operation(
            operationId = "api_dimensions_backfill_status_retrieve",
            summary = "Get Agreement V2 backfill status",
            description = """
                    Retrieve the status of an Agreement V2 backfill job for the authenticated user's active organization. By \
                    default returns the aggregated organization status. Specify job_id or project_id to get a specific job \
                    status. Requires administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "dimensions"),
                @Extension(name = "x-fern-sdk-method-name", value = "get_backfill_status")
            })
    @Parameter(
            name = BackfillJobs.JOB_ID,
            in = ParameterIn.QUERY,
            description = "Optional job ID to retrieve specific job status",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = BackfillJobs.PROJECT_ID,
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
        return jobs.status(JobKind.AGREEMENT, uri);
    }
}
