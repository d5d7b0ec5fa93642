package dev.interrater.backfill;

import dev.interrater.web.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;

/**
 * Computes the statistics of a project again: a backfill, asked for as Label Studio's clients do. It is a GET that changes
 * something. A foreign page cannot make a browser send one for its user, since the service accepts no cookies: credentials come
 * in headers alone, which such a page cannot set.
 */
@Path("/api/projects/{id}/update-stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
public class UpdateStatsResource {
    private static final String STAT_TYPE = "stat_type";

    private final BackfillJobs jobs;

    UpdateStatsResource(BackfillJobs jobs) {
        this.jobs = jobs;
    }

    /** Label Studio's names for the kinds of jobs. */
    private enum StatType {
        STATS(JobKind.AGREEMENT),
        LABEL(JobKind.VALUE_COUNTS);

        private final JobKind kind;

        StatType(JobKind kind) {
            this.kind = kind;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whoever asks for headers alone wants nothing changed. */
    @HEAD
    @Operation(hidden = true)
    public Response refuseHead() {
        throw new NotAllowedException("GET, OPTIONS");
    }

    @GET
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @Operation(
            operationId = "api_projects_update_stats_retrieve",
            summary = "Start stats recalculation",
            description = """
                    Queue a backfill of the project, of agreement or, for stat_type label, of value counts. A job in flight is \
                    answered as it is. Requires administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = "x-fern-sdk-group-name", value = "[\"projects\", \"stats\"]", parseValue = true),
                @Extension(name = "x-fern-sdk-method-name", value = "update_stats")
            })
    @Parameter(
            name = STAT_TYPE,
            in = ParameterIn.QUERY,
            description = "Stat type to recalculate. Possible values: label, stats",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The job, as its status tells it",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            title = "Stat recalculation job",
                                            description = "Stat recalculation job")))
    public Uni<JobView> update(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields parameters = Fields.ofQuery(uri);
        StatType type = parameters.choice(STAT_TYPE, StatType.class);
        parameters.verify();
        return jobs.ensure(type == null ? JobKind.AGREEMENT : type.kind, projectId);
    }
}
