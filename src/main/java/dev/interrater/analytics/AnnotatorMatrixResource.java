package dev.interrater.analytics;

import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far every two annotators of a project agree. */
@Path("/api/projects/{id}/stats/IAA")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Stats")
@ForMembers
public class AnnotatorMatrixResource {
    private static final String PER_LABEL = "per_label";
    private static final String STD = "std";
    private static final String TASK = "task";
    private static final String EXPAND = "expand";

    /** Cells of all matrices of an answer. */
    private static final long MOST_CELLS = 1_000_000;

    private static final ApiError TOO_LARGE =
            ApiError.badRequest("There are too many annotators for a matrix. Ask for a project's agreement/pairs.");

    /** Pairs of annotators with their overall agreement, or one row without. */
    private static final String PAIRS = """
            SELECT pair.first, pair.second, NULL AS label, pair.tasks::numeric, pair.sum::numeric, pair.squares::numeric
              FROM agreement.live_project($1) AS p
              LEFT JOIN agreement.pair_sum AS pair
                     ON pair.project_id = p.id AND pair.dimension_id = 0 AND pair.label = '' AND pair.first > 0
                    AND pair.tasks > 0
             WHERE p.organization_id = $2
            """;

    /** The same for each label, over all active dimensions. */
    private static final String PAIRS_PER_LABEL = """
            SELECT pair.first, pair.second, pair.label, sum(pair.tasks) AS tasks, sum(pair.sum) AS sum,
                   sum(pair.squares) AS squares
              FROM agreement.live_project($1) AS p
              LEFT JOIN agreement.pair_sum AS pair
                     ON pair.project_id = p.id AND pair.label <> '' AND pair.first > 0 AND pair.tasks > 0
                    AND pair.dimension_id = ANY (ARRAY(
                        SELECT id FROM agreement.dimension WHERE project_id = p.id AND is_active))
             WHERE p.organization_id = $2
             GROUP BY pair.label, pair.first, pair.second
            """;

    /** The same as the first of the tasks $3. Pair (i, j) of n participants is in its place in the upper triangle. */
    private static final String PAIRS_OF_TASKS = """
            SELECT pair.first, pair.second, NULL AS label, pair.tasks, pair.sum, pair.squares
              FROM agreement.live_project($1) AS p
              LEFT JOIN LATERAL (
                   SELECT one.participant AS first, other.participant AS second, count(*)::numeric AS tasks,
                          sum(round(score.value::numeric * 1099511627776)) AS sum,
                          sum(round((score.value * score.value)::numeric * 1099511627776)) AS squares
                     FROM agreement.task_agreement AS task
                    CROSS JOIN LATERAL unnest(task.participants) WITH ORDINALITY AS one (participant, i)
                    CROSS JOIN LATERAL unnest(task.participants) WITH ORDINALITY AS other (participant, j)
                    CROSS JOIN LATERAL (
                          SELECT task.scores[(i - 1) * cardinality(task.participants) - (i - 1) * i / 2 + j - i] AS value)
                          AS score
                    WHERE task.project_id = p.id AND task.task_id = ANY ($3) AND one.participant > 0 AND i < j
                      AND score.value IS NOT NULL
                    GROUP BY one.participant, other.participant) AS pair ON true
             WHERE p.organization_id = $2
            """;

    /** $3 the users. */
    private static final String PEOPLE = """
            SELECT person.*
              FROM agreement.live_project($1) AS p
             CROSS JOIN unnest($3::bigint[]) AS pair (user_id)
              LEFT JOIN LATERAL agreement.person(pair.user_id) AS person ON true
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;

    AnnotatorMatrixResource(CallersProjects projects) {
        this.projects = projects;
    }

    @GET
    @Operation(
            operationId = "api_projects_stats_IAA_retrieve",
            summary = "Get Inter-Annotator Agreement matrix",
            description = """
                    Mean agreement of every two annotators of a project, always pairwise, and how many tasks they have in common. \
                    Requires membership in the organization and Agreement V2.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_STATS, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "iaa")
            })
    @Parameter(
            name = EXPAND,
            in = ParameterIn.QUERY,
            description = "With \"users\" they come with their names and pictures",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = PER_LABEL,
            in = ParameterIn.QUERY,
            description = "A matrix for each label",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = STD,
            in = ParameterIn.QUERY,
            description = "The standard deviation of all scores, too",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = TASK,
            in = ParameterIn.QUERY,
            description = "Comma-separated IDs of tasks, 1,000 at most: only those count. Not with per_label",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "Inter-Annotator Agreement matrix",
            content = @Content(schema = @Schema(implementation = AnnotatorMatrixView.class)))
    public Uni<AnnotatorMatrixView> matrix(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        boolean perLabel = Boolean.TRUE.equals(query.bool(PER_LABEL));
        boolean std = Boolean.TRUE.equals(query.bool(STD));
        String expand = query.text(EXPAND, 255);
        Set<Long> tasks = ParticipantIds.users(query, TASK);
        if (tasks != null && perLabel) {
            query.refuse(TASK, "Tasks cannot be chosen for figures by label.");
        }
        query.verify();
        boolean whole = expand != null && Arrays.asList(expand.split(",")).contains("users");
        return pairs(projectId, perLabel, tasks).chain(pairs -> {
            List<Long> users = pairs.stream()
                    .flatMap(row -> Stream.of(row.getLong("first"), row.getLong("second")))
                    .distinct()
                    .sorted()
                    .toList();
            return people(projectId, users, whole)
                    .map(people -> perLabel ? perLabel(pairs, users, people, std) : whole(pairs, users, people, std));
        });
    }

    private Uni<List<Row>> pairs(long projectId, boolean perLabel, Set<Long> tasks) {
        Uni<List<Row>> rows = tasks != null
                ? projects.rows(PAIRS_OF_TASKS, projectId, (Object) tasks.toArray(Long[]::new))
                : projects.rows(perLabel ? PAIRS_PER_LABEL : PAIRS, projectId);
        return rows.map(
                all -> all.stream().filter(row -> row.getLong("first") != null).toList());
    }

    private static AnnotatorMatrixView whole(
            List<Row> pairs, List<Long> users, List<Map<String, Object>> people, boolean std) {
        bound(users, 1);
        AnnotatorMatrix matrix = new AnnotatorMatrix(users, 1.0);
        pairs.forEach(row -> add(row, matrix));
        return new AnnotatorMatrixView(
                matrix.agreement(), matrix.commonTasks(), std ? matrix.deviation() : null, people);
    }

    private static AnnotatorMatrixView perLabel(
            List<Row> pairs, List<Long> users, List<Map<String, Object>> people, boolean std) {
        bound(
                users,
                pairs.stream().map(row -> row.getString("label")).distinct().count());
        Map<String, AnnotatorMatrix> matrices = new TreeMap<>();
        pairs.forEach(row ->
                add(row, matrices.computeIfAbsent(row.getString("label"), label -> new AnnotatorMatrix(users, null))));
        return new AnnotatorMatrixView(
                each(matrices, AnnotatorMatrix::agreement),
                each(matrices, AnnotatorMatrix::commonTasks),
                std ? each(matrices, AnnotatorMatrix::deviation) : null,
                people);
    }

    private static void bound(List<Long> users, long matrices) {
        if ((long) users.size() * users.size() * matrices > MOST_CELLS) {
            throw TOO_LARGE;
        }
    }

    private static void add(Row pair, AnnotatorMatrix matrix) {
        matrix.add(pair.getLong("first"), pair.getLong("second"), PairTotals.of(pair));
    }

    private static <T> Map<String, T> each(Map<String, AnnotatorMatrix> matrices, Function<AnnotatorMatrix, T> figure) {
        Map<String, T> figures = new LinkedHashMap<>();
        matrices.forEach((label, matrix) -> figures.put(label, figure.apply(matrix)));
        return figures;
    }

    /** In the order of the users; of one whom Label Studio has deleted only the ID is known. */
    private Uni<List<Map<String, Object>>> people(long projectId, List<Long> users, boolean whole) {
        if (users.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return projects.rows(PEOPLE, projectId, (Object) users.toArray(Long[]::new))
                .map(rows -> {
                    Map<Long, Row> byId = new HashMap<>();
                    rows.stream()
                            .filter(row -> row.getLong("id") != null)
                            .forEach(row -> byId.put(row.getLong("id"), row));
                    return users.stream()
                            .map(user -> person(user, byId.get(user), whole))
                            .toList();
                });
    }

    private static Map<String, Object> person(long id, Row row, boolean whole) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("id", id);
        person.put("email", row == null ? null : row.getString("email"));
        if (whole) {
            for (String field : List.of("username", "first_name", "last_name", "avatar")) {
                person.put(field, row == null ? null : row.getString(field));
            }
        }
        return person;
    }
}
