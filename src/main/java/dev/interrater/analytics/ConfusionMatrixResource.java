package dev.interrater.analytics;

import dev.interrater.answer.Category;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which answers of a project's categorical dimensions are taken for which. */
@Path("/api/projects/{id}/analytics/data-quality/agreement-analysis/confusion-matrix")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class ConfusionMatrixResource {
    private static final String FROM_NAME = "from_name";
    private static final String MODE = "mode";

    /** $3 the name of the control, null for all, $4 whether with the ground truth, $5 how many of the most frequent pairs. */
    static final String PAIRS = """
            SELECT pair.*
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT d.from_name, confusion.actual, confusion.predicted, confusion.pairs
                     FROM (SELECT id, coalesce(config_name, extraction_method_params ->> 'control_tag',
                                               extraction_method_params ->> 'from_name', name) AS from_name
                             FROM agreement.dimension
                            WHERE project_id = p.id AND is_active AND is_categorical) AS d
                     JOIN agreement.confusion AS confusion
                       ON confusion.project_id = p.id AND confusion.dimension_id = d.id AND confusion.truth = $4
                    WHERE confusion.pairs > 0 AND ($3::text IS NULL OR d.from_name = $3)
                    ORDER BY confusion.pairs DESC LIMIT $5) AS pair ON true
             WHERE p.organization_id = $2
            """;

    /** More different pairs of answers than a matrix could have. */
    private static final int MOST_PAIRS = ConfusionMatrix.MOST_LABELS * ConfusionMatrix.MOST_LABELS;

    private final CallersProjects projects;

    ConfusionMatrixResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_analytics_data_quality_agreement_analysis_confusion_matrix_retrieve",
            summary = "Data quality: confusion matrix",
            description = """
                    How often annotators give which two answers, with precision, recall and the most frequent confusions. With the \
                    ground truth, rows are its answers; among annotators the matrix is symmetric. Requires membership in the \
                    organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "data_quality_agreement_confusion_matrix")
            })
    @Parameter(
            name = FROM_NAME,
            in = ParameterIn.QUERY,
            description = "Name of the control; all categorical ones if omitted or empty",
            schema = @Schema(type = SchemaType.STRING, defaultValue = ""))
    @Parameter(
            name = MODE,
            in = ParameterIn.QUERY,
            description = "Whose answers; accepted is the same as all, for there are no reviews",
            schema = @Schema(implementation = ConfusionMode.class))
    @APIResponse(
            responseCode = "200",
            description = "The matrix",
            content = @Content(schema = @Schema(implementation = ConfusionView.class)))
    public Uni<ConfusionView> matrix(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        String fromName = query.text(FROM_NAME, 255);
        ConfusionMode mode = query.choice(MODE, ConfusionMode.class);
        query.verify();
        boolean truth = mode == ConfusionMode.GROUND_TRUTH;
        return projects.rows(
                        PAIRS, projectId, fromName == null || fromName.isEmpty() ? null : fromName, truth, MOST_PAIRS)
                .map(rows -> matrix(rows, truth));
    }

    private static ConfusionView matrix(List<Row> rows, boolean truth) {
        ConfusionMatrix matrix = new ConfusionMatrix(truth);
        for (Row row : rows) {
            if (row.getString("actual") != null) {
                matrix.add(
                        row.getString("from_name"),
                        label(row.getString("actual")),
                        label(row.getString("predicted")),
                        row.getLong("pairs"));
            }
        }
        return matrix.view();
    }

    /** Of several choices all; of an answer that is too long to be kept what is kept. */
    private static String label(String answer) {
        List<String> values = Category.values(answer);
        return values.isEmpty() ? answer : String.join(", ", values);
    }
}
