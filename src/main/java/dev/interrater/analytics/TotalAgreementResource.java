package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.Fields;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** How far the annotators of a project agree, in one figure. */
@Path("/api/projects/{id}/stats/total_agreement")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class TotalAgreementResource {
    private static final String PER_LABEL = "per_label";

    /** The mean of the tasks' own agreement, by the project's methodology. */
    static final String TOTAL = """
            SELECT NULL AS label,
                   (SELECT (sum(score.sum) / (nullif(sum(score.tasks), 0) * 1099511627776))::float8
                      FROM agreement.score_sum AS score
                     WHERE score.project_id = p.id AND score.dimension_id = 0
                       AND score.methodology = CASE p.methodology WHEN 'consensus' THEN 1 ELSE 0 END) AS mean
              FROM agreement.configured_project($1) AS p
             WHERE p.organization_id = $2
            """;

    /** For each label the mean over all pairs of annotators. */
    static final String OF_LABELS = """
            SELECT mean.label, mean.mean
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT pair.label, (sum(pair.sum) / (sum(pair.tasks) * 1099511627776))::float8 AS mean
                     FROM agreement.pair_sum AS pair
                    WHERE pair.project_id = p.id AND pair.label <> '' AND pair.first > 0 AND pair.tasks > 0
                      AND pair.dimension_id = ANY (ARRAY(
                          SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
                    GROUP BY pair.label) AS mean ON true
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;

    TotalAgreementResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_stats_total_agreement_retrieve",
            summary = "Get total agreement for project",
            description = """
                    Mean agreement of the project's tasks by its methodology, or for each label over all pairs of annotators; 204 \
                    when there is none. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "total_agreement")
            })
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "Figures by label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @APIResponse(
            responseCode = "200",
            description = "Total agreement",
            content = @Content(schema = @Schema(implementation = AgreementsView.Total.class)))
    @APIResponse(responseCode = "204", description = "No data to compute agreement")
    public Uni<RestResponse<AgreementsView.Total>> total(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        query.verify();
        return projects.rows(perLabel ? OF_LABELS : TOTAL, projectId)
                .map(rows -> answer(perLabel ? byLabel(rows) : rows.get(0).getDouble("mean")));
    }

    private static Map<String, Double> byLabel(List<Row> rows) {
        Map<String, Double> byLabel = new TreeMap<>();
        rows.stream()
                .filter(row -> row.getString("label") != null)
                .forEach(row -> byLabel.put(row.getString("label"), row.getDouble("mean")));
        return byLabel.isEmpty() ? null : byLabel;
    }

    private static RestResponse<AgreementsView.Total> answer(Object agreement) {
        return agreement == null ? RestResponse.noContent() : RestResponse.ok(new AgreementsView.Total(agreement));
    }
}
