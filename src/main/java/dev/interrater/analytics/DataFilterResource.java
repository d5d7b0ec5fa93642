package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** By whose work the tasks of a project can be filtered. */
@Path("/api/projects/{id}/stats/data_filter")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class DataFilterResource {
    /** $3 how many model versions at most. */
    static final String FILTERS = """
            SELECT ARRAY(SELECT annotator_id FROM agreement.annotators_of($1) ORDER BY annotator_id) AS users,
                   ARRAY(SELECT version FROM agreement.model_totals($1, NULL, $3)) AS models,
                   annotated.tasks AS annotated
              FROM agreement.live_project($1) AS p
             CROSS JOIN LATERAL agreement.tasks_with_annotations($1) AS annotated
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;

    DataFilterResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_stats_data_filter_retrieve",
            summary = "Get data filters",
            description = """
                    The annotators and the newest model versions of a project, and how many of its tasks have an annotation. \
                    Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "data_filters")
            })
    @APIResponse(
            responseCode = "200",
            description = "The filters",
            content = @Content(schema = @Schema(implementation = DataFilterView.class)))
    public Uni<DataFilterView> filters(@PathParam("id") long projectId) {
        return projects.pass(FILTERS, projectId, ParticipantIds.MOST).map(rows -> view(rows.get(0)));
    }

    private static DataFilterView view(Row row) {
        Stream<String> users = Arrays.stream(row.getArrayOfLongs("users")).map(String::valueOf);
        Stream<String> models = Arrays.stream(row.getArrayOfStrings("models")).map(ParticipantIds.MODEL::concat);
        return new DataFilterView(new DataFilterView.UserFilters(
                Stream.concat(users, models)
                        .map(DataFilterView.Participant::new)
                        .toList(),
                new DataFilterView.AnnotatedTasks(row.getLong("annotated"))));
    }
}
