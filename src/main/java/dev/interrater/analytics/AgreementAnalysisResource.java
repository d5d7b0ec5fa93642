package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The agreement of a project by dimension, and how it is distributed over tasks. */
@Path("/api/projects/{id}/analytics/data-quality/agreement-analysis")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class AgreementAnalysisResource {
    /** A row for each active dimension, or one without. What is summed is a score times 2^40. */
    static final String DIMENSIONS = """
            SELECT d.id, d.name, d.control_tag,
                   coalesce(d.config_name, d.extraction_method_params ->> 'control_tag',
                            d.extraction_method_params ->> 'from_name', d.name) AS from_name,
                   (SELECT (sum(score.sum) / (nullif(sum(score.tasks), 0) * 1099511627776))::float8
                      FROM agreement.score_sum AS score
                     WHERE score.project_id = p.id AND score.dimension_id = d.id
                       AND score.methodology = CASE p.methodology WHEN 'consensus' THEN 1 ELSE 0 END) AS mean
              FROM agreement.configured_project($1) AS p
              LEFT JOIN agreement.dimension AS d ON d.project_id = p.id AND d.is_active
             WHERE p.organization_id = $2
             ORDER BY d."order", d.id
            """;

    /** A threshold has two decimals, so the tasks below it are those of whole buckets. Bucket 100 is 1 exactly. */
    static final String DISTRIBUTION = """
            WITH bucket AS MATERIALIZED (
                SELECT score.bucket, score.tasks, score.sum, p.agreement_threshold * 100 AS low
                  FROM agreement.configured_project($1) AS p
                  JOIN agreement.score_sum AS score
                    ON score.project_id = p.id AND score.dimension_id = 0
                   AND score.methodology = CASE p.methodology WHEN 'consensus' THEN 1 ELSE 0 END
            )
            SELECT (sum(bucket.sum) / (nullif(sum(bucket.tasks), 0) * 1099511627776))::float8 AS mean,
                   coalesce(sum(bucket.tasks), 0)::bigint AS tasks,
                   coalesce(sum(bucket.tasks) FILTER (WHERE bucket.bucket < bucket.low), 0)::bigint AS low,
                   ARRAY(SELECT coalesce((SELECT sum(tasks) FROM bucket WHERE least(bucket / 10, 9) = tenth), 0)::bigint
                           FROM generate_series(0, 9) AS tenth
                          ORDER BY tenth) AS histogram
              FROM agreement.live_project($1) AS p
              LEFT JOIN bucket ON true
             WHERE p.organization_id = $2
             GROUP BY p.id
            """;

    private final CallersProjects projects;

    AgreementAnalysisResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Path("dimensions")
    @Operation(
            operationId = "api_projects_analytics_data_quality_agreement_analysis_dimensions_retrieve",
            summary = "Data quality: agreement by dimension",
            description = """
                    Mean agreement of every active dimension over the tasks with two annotators or more, by the project's \
                    methodology. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "data_quality_agreement_dimensions")
            })
    @APIResponse(
            responseCode = "200",
            description = "The dimensions in their order",
            content =
                    @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = DimensionAgreementView.class)))
    public Uni<List<DimensionAgreementView>> dimensions(@PathParam("id") long projectId) {
        return projects.rows(DIMENSIONS, projectId)
                .map(rows -> rows.stream()
                        .filter(row -> row.getLong("id") != null)
                        .map(DimensionAgreementView::of)
                        .toList());
    }

    @GET
    @Path("distribution")
    @Operation(
            operationId = "api_projects_analytics_data_quality_agreement_analysis_distribution_retrieve",
            summary = "Data quality: agreement distribution",
            description = """
                    How many tasks have which agreement, in ten equal parts, and how many have less than the project's threshold. \
                    Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "data_quality_agreement_distribution")
            })
    @APIResponse(
            responseCode = "200",
            description = "The distribution",
            content = @Content(schema = @Schema(implementation = DistributionView.class)))
    public Uni<DistributionView> distribution(@PathParam("id") long projectId) {
        return projects.row(DISTRIBUTION, projectId).map(DistributionView::of);
    }
}
