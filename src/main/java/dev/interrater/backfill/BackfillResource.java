package dev.interrater.backfill;

import dev.interrater.security.BadRequestWithoutAgreementV2;
import dev.interrater.security.Caller;
import dev.interrater.security.CurrentCaller;
import dev.interrater.web.Fields;
import dev.interrater.web.RequestBodies;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Triggers backfills and cancels them. */
@Path("/api/dimensions/backfill/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dimensions")
@BadRequestWithoutAgreementV2
public class BackfillResource {
    private static final String JOB_ID = "job_id";
    private static final String PROJECT_ID = "project_id";

    private final CurrentCaller caller;
    private final RequestBodies bodies;
    private final BackfillTrigger trigger;
    private final BackfillCancellation cancellation;

    BackfillResource(
            CurrentCaller caller, RequestBodies bodies, BackfillTrigger trigger, BackfillCancellation cancellation) {
        this.caller = caller;
        this.bodies = bodies;
        this.trigger = trigger;
        this.cancellation = cancellation;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED, MediaType.MULTIPART_FORM_DATA})
    @ResponseStatus(201)
    @Operation(
            operationId = "api_dimensions_backfill_create",
            summary = "Trigger an Agreement V2 backfill",
            description = """
                    Queue backfill jobs for the authenticated user's active organization: of one project, of the next \
                    projects without a job, or of all that are not completed. Requires administrator or owner role and \
                    Agreement V2.""",
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
        Caller asking = caller.get();
        return bodies.fields(request).chain(fields -> trigger.trigger(asking, TriggerRequest.of(fields)));
    }

    @DELETE
    @Operation(
            operationId = "api_dimensions_backfill_destroy",
            summary = "Cancel Agreement V2 backfills",
            description = """
                    Cancel a backfill job, the job in flight of a project, or, with neither given, everything in flight in \
                    the authenticated user's active organization. Requires administrator or owner role and Agreement V2.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "dimensions"),
                @Extension(name = "x-fern-sdk-method-name", value = "cancel_backfill")
            })
    @Parameter(
            name = JOB_ID,
            in = ParameterIn.QUERY,
            description = "Optional job ID to cancel that job",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = PROJECT_ID,
            in = ParameterIn.QUERY,
            description = "Optional project ID to cancel that project's job",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "How many jobs were cancelled",
            content = @Content(schema = @Schema(implementation = CancelResponse.class)))
    public Uni<CancelResponse> cancel(@Context UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        Long jobId = parameters.integer(JOB_ID);
        Long projectId = parameters.integer(PROJECT_ID);
        parameters.verify();
        return cancellation.cancel(caller.get(), jobId, projectId);
    }
}
