package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How long the annotators of a project take. */
@Path("/api/projects/{id}/stats/lead_time")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class LeadTimeResource {
    /** A row without an annotator when nobody has submitted anything. */
    static final String LEAD_TIMES = """
            SELECT totals.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL agreement.annotator_totals($1, NULL) AS totals ON totals.submitted > 0
             WHERE p.organization_id = $2
             ORDER BY totals.annotator_id
            """;

    private final CallersProjects projects;

    LeadTimeResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_stats_lead_time_retrieve",
            summary = "Get lead time statistics",
            description = """
                    Total, mean and median lead time of everybody who has submitted annotations in a project, in seconds for each \
                    annotation. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "lead_time")
            })
    @APIResponse(
            responseCode = "200",
            description = "Lead time statistics",
            content = @Content(schema = @Schema(implementation = LeadTimesView.class)))
    public Uni<LeadTimesView> leadTime(@PathParam("id") long projectId) {
        return projects.pass(LEAD_TIMES, projectId)
                .map(rows -> new LeadTimesView(rows.stream()
                        .filter(row -> row.getLong("annotator_id") != null)
                        .map(LeadTimesView.LeadTimes::of)
                        .toList()));
    }
}
