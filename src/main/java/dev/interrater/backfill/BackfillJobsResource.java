package dev.interrater.backfill;

import dev.interrater.security.BadRequestWithoutAgreementV2;
import dev.interrater.security.CurrentCaller;
import dev.interrater.web.Fields;
import dev.interrater.web.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The organization's jobs, newest first. */
@Path("/api/dimensions/backfill/jobs/")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dimensions")
@BadRequestWithoutAgreementV2
public class BackfillJobsResource {
    private final CurrentCaller caller;

    BackfillJobsResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "api_dimensions_backfill_jobs_list",
            summary = "List Agreement V2 backfill jobs",
            description = """
                    List the backfill jobs of the authenticated user's active organization, newest first, in pages. Requires \
                    administrator or owner role and Agreement V2.""",
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
        Fields parameters = Fields.ofQuery(uri);
        JobStatus status = parameters.choice("status", JobStatus.class);
        Page page = Page.of(parameters);
        parameters.verify();
        long organizationId = caller.get().organizationId();
        return Panache.withSession(() -> BackfillJob.countOf(organizationId, status)
                .chain(total -> BackfillJob.pageOf(organizationId, status, page.offset(total), page.size())
                        .map(jobs -> page.describe(
                                        RestResponse.ResponseBuilder.ok(jobs.stream()
                                                .map(BackfillJob::view)
                                                .toList()),
                                        uri,
                                        total)
                                .build())));
    }
}
