package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far the participants of a project agree: each with all others, and every two. */
@Path("/api/projects/{id}/agreement")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreement")
@ForMembers
public class ParticipantsResource {
    /** Rows of an answer: pairs times dimensions. */
    private static final int MOST_ROWS = 100_000;

    private static final ApiError TOO_LARGE =
            ApiError.badRequest("There are too many participants and dimensions for one answer.");

    /** A row for each participant, kind of others, and dimension, or one without. $3 how many rows at most. */
    static final String PARTICIPANTS = """
            SELECT mean.*, model.version, d.name AS dimension,
                   coalesce(agreement.display_name(person.first_name, person.last_name, person.username),
                            model.version) AS name
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT side.participant, pair.dimension_id, sign(side.other)::integer AS counterpart,
                          sum(pair.tasks)::bigint AS tasks,
                          (sum(pair.sum) / (sum(pair.tasks) * 1099511627776))::float8 AS mean
                     FROM agreement.pair_sum AS pair
                    CROSS JOIN LATERAL (VALUES (pair.first, pair.second), (pair.second, pair.first))
                               AS side (participant, other)
                    WHERE pair.project_id = p.id AND pair.label = '' AND pair.tasks > 0
                      AND pair.dimension_id = ANY (0 || ARRAY(
                          SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
                    GROUP BY side.participant, pair.dimension_id, sign(side.other)
                    LIMIT $3) AS mean ON true
              LEFT JOIN agreement.dimension AS d ON d.id = mean.dimension_id
              LEFT JOIN agreement.model_version AS model ON model.id = -mean.participant
              LEFT JOIN LATERAL agreement.person(mean.participant) AS person ON true
             WHERE p.organization_id = $2
             ORDER BY mean.participant, d."order", d.id
            """;

    /** A row for each pair and dimension, or one without. $3 how many rows at most. */
    static final String PAIRS = """
            SELECT pair.*, one.version AS first_version, other.version AS second_version
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT pair.first, pair.second, pair.dimension_id, pair.tasks,
                          (pair.sum::numeric / (pair.tasks::numeric * 1099511627776))::float8 AS mean
                     FROM agreement.pair_sum AS pair
                    WHERE pair.project_id = p.id AND pair.label = '' AND pair.tasks > 0
                      AND pair.dimension_id = ANY (0 || ARRAY(
                          SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
                    LIMIT $3) AS pair ON true
              LEFT JOIN agreement.model_version AS one ON one.id = -pair.first
              LEFT JOIN agreement.model_version AS other ON other.id = -pair.second
             WHERE p.organization_id = $2
             ORDER BY pair.first, pair.second, pair.dimension_id
            """;

    private final CallersProjects projects;

    ParticipantsResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Path("participants")
    @Operation(
            operationId = "api_projects_agreement_participants_list",
            summary = "List participants",
            description = """
                    Mean agreement of every annotator, model version and the ground truth with all annotators, the ground truth and \
                    all models, overall and by dimension, always pairwise. Requires membership in the organization and the Agreement \
                    V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "list_participants")
            })
    @APIResponse(
            responseCode = "200",
            description = "The participants: models, the ground truth, users by ID",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ParticipantView.class)))
    public Uni<List<ParticipantView>> participants(@PathParam("id") long projectId) {
        return rows(PARTICIPANTS, projectId, "participant")
                .map(rows -> grouped(rows, row -> row.getLong("participant")).values().stream()
                        .map(ParticipantsResource::participant)
                        .toList());
    }

    private static ParticipantView participant(List<Row> rows) {
        Map<Long, List<Row>> dimensions = grouped(rows, row -> row.getLong("dimension_id"));
        Row any = rows.get(0);
        List<Row> overall = dimensions.remove(0L);
        return new ParticipantView(
                ParticipantView.id(any.getLong("participant"), any.getString("version")),
                any.getString("name"),
                means(overall == null ? List.of() : overall),
                dimensions.values().stream()
                        .map(dimension -> new ParticipantView.OfDimension(
                                dimension.get(0).getLong("dimension_id"),
                                dimension.get(0).getString("dimension"),
                                means(dimension)))
                        .toList());
    }

    private static ParticipantView.Means means(List<Row> rows) {
        Map<Counterpart, ParticipantView.Mean> means = new EnumMap<>(Counterpart.class);
        rows.forEach(row -> means.put(
                Counterpart.of(row.getInteger("counterpart")),
                new ParticipantView.Mean(row.getDouble("mean"), row.getLong("tasks"))));
        return ParticipantView.Means.of(means);
    }

    @GET
    @Path("pairs")
    @Operation(
            operationId = "api_projects_agreement_pairs_list",
            summary = "List pairs of participants",
            description = """
                    Every two participants with a task in common: how many, and how far they agree, overall and by dimension. \
                    Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "list_pairs")
            })
    @APIResponse(
            responseCode = "200",
            description = "The pairs",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PairView.class)))
    public Uni<List<PairView>> pairs(@PathParam("id") long projectId) {
        return rows(PAIRS, projectId, "first")
                .map(rows ->
                        grouped(rows, row -> List.of(row.getLong("first"), row.getLong("second"))).values().stream()
                                .map(PairView::of)
                                .toList());
    }

    private Uni<List<Row>> rows(String sql, long projectId, String key) {
        return projects.rows(sql, projectId, MOST_ROWS + 1).map(rows -> {
            if (rows.size() > MOST_ROWS) {
                throw TOO_LARGE;
            }
            return rows.stream().filter(row -> row.getLong(key) != null).toList();
        });
    }

    private static <K> Map<K, List<Row>> grouped(List<Row> rows, Function<Row, K> key) {
        return rows.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
