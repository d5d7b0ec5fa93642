package dev.interrater.analytics;

import dev.interrater.analytics.AnnotatorPairs.Pair;
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

    /** $3 the users. */
    private static final String PEOPLE = """
            SELECT person.*
              FROM agreement.live_project($1) AS p
             CROSS JOIN unnest($3::bigint[]) AS pair (user_id)
              LEFT JOIN LATERAL agreement.person(pair.user_id) AS person ON true
             WHERE p.organization_id = $2
            """;

    private final CallersProjects projects;
    private final AnnotatorPairs pairs;

    AnnotatorMatrixResource(CallersProjects projects, AnnotatorPairs pairs) {
        this.projects = projects;
        this.pairs = pairs;
    }

    @GET
    @Operation(
            operationId = "api_projects_stats_IAA_retrieve",
            summary = "Get Inter-Annotator Agreement matrix",
            description = """
                    Mean agreement of every two annotators of a project, always pairwise, and how many tasks they have in common. \
                    Requires membership in the organization and the Agreement V2 feature flag.""",
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
            description = "Comma-separated IDs of tasks, 1,000 at most: only those count",
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
        query.verify();
        boolean whole = expand != null && Arrays.asList(expand.split(",")).contains("users");
        return (perLabel ? pairs.byLabel(projectId, tasks) : pairs.of(projectId, tasks)).chain(totals -> {
            List<Long> users = totals.keySet().stream()
                    .flatMap(pair -> Stream.of(pair.first(), pair.second()))
                    .distinct()
                    .sorted()
                    .toList();
            return people(projectId, users, whole)
                    .map(people -> perLabel ? perLabel(totals, users, people, std) : whole(totals, users, people, std));
        });
    }

    private static AnnotatorMatrixView whole(
            Map<Pair, PairTotals> totals, List<Long> users, List<Map<String, Object>> people, boolean std) {
        bound(users, 1);
        AnnotatorMatrix matrix = new AnnotatorMatrix(users, 1.0);
        totals.forEach((pair, of) -> matrix.add(pair.first(), pair.second(), of));
        return new AnnotatorMatrixView(
                matrix.agreement(), matrix.commonTasks(), std ? matrix.deviation() : null, people);
    }

    private static AnnotatorMatrixView perLabel(
            Map<Pair, PairTotals> totals, List<Long> users, List<Map<String, Object>> people, boolean std) {
        bound(users, totals.keySet().stream().map(Pair::label).distinct().count());
        Map<String, AnnotatorMatrix> matrices = new TreeMap<>();
        totals.forEach((pair, of) -> matrices.computeIfAbsent(pair.label(), label -> new AnnotatorMatrix(users, null))
                .add(pair.first(), pair.second(), of));
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
