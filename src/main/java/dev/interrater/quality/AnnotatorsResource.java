package dev.interrater.quality;

import dev.interrater.security.ForMembers;
import dev.interrater.web.Fields;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How competent the annotators of a project are. */
@Path("/api/projects/{id}/agreement/annotators")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreement")
@ForMembers
public class AnnotatorsResource {
    /** Cells of all confusion matrices of an answer. */
    private static final long MOST_CELLS = 200_000;

    /** $1 runs. */
    private static final String ANNOTATORS = """
            SELECT a.run, a.participant, a.tasks, a.competence, a.low, a.high, a.chance, a.usual, a.usual_share, a.finding,
                   CASE WHEN $2 THEN a.confusion END AS confusion, model.version,
                   coalesce(agreement.display_name(person.first_name, person.last_name, person.username),
                            model.version) AS person
              FROM agreement.consensus_annotator AS a
              LEFT JOIN agreement.model_version AS model ON model.id = -a.participant
              LEFT JOIN LATERAL agreement.person(a.participant) AS person ON true
             WHERE a.run = $1
             ORDER BY a.competence NULLS LAST, a.participant
            """;

    private static final String COUNT = """
            SELECT run, count(*) AS annotators FROM agreement.consensus_annotator WHERE run = ANY ($1) GROUP BY run
            """;

    private final KeptConsensus kept;

    AnnotatorsResource(KeptConsensus kept) {
        this.kept = kept;
    }

    @GET
    @Operation(
            operationId = "api_projects_agreement_annotators_list",
            summary = "List annotators by competence",
            description = """
                    For each active dimension whose answers are categories: how competent each annotator is, by the model of Dawid and \
                    Skene, with an interval, the confusion matrix, and whether somebody does no better than chance. 404 before it has been \
                    computed. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "list_annotators")
            })
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "Only the dimension with this ID",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @APIResponse(
            responseCode = "200",
            description = "The annotators in each dimension, in the order of the dimensions",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = AnnotatorsView.class)))
    public Uni<List<AnnotatorsView>> list(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Long dimension = query.integer("dimension");
        query.verify();
        return kept.of(
                projectId,
                dimension,
                false,
                (transaction, runs) -> counted(transaction, runs)
                        .chain(counts -> views(transaction, runs, counts, new ArrayList<>())));
    }

    private static Uni<Map<Long, Long>> counted(SqlConnection transaction, List<KeptRun> runs) {
        return transaction
                .preparedQuery(COUNT)
                .execute(Tuple.tuple().addValue(runs.stream().map(KeptRun::id).toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, Long> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(row.getLong("run"), row.getLong("annotators")));
                    return counts;
                });
    }

    /** One dimension after the other, for as many cells as an answer may have. */
    private static Uni<List<AnnotatorsView>> views(
            SqlConnection transaction, List<KeptRun> runs, Map<Long, Long> counts, List<AnnotatorsView> views) {
        if (views.size() == runs.size()) {
            return Uni.createFrom().item(views);
        }
        KeptRun run = runs.get(views.size());
        long before = runs.subList(0, views.size()).stream()
                .mapToLong(other -> cells(other, counts))
                .sum();
        boolean withConfusion = before + cells(run, counts) <= MOST_CELLS;
        return transaction
                .preparedQuery(ANNOTATORS)
                .execute(Tuple.of(run.id(), withConfusion))
                .invoke(rows -> views.add(view(run, rows, withConfusion)))
                .chain(() -> views(transaction, runs, counts, views));
    }

    private static long cells(KeptRun run, Map<Long, Long> counts) {
        return counts.getOrDefault(run.id(), 0L)
                * run.values().size()
                * run.values().size();
    }

    private static AnnotatorsView view(KeptRun run, Iterable<Row> rows, boolean withConfusion) {
        List<AnnotatorView> annotators = new ArrayList<>();
        rows.forEach(row -> annotators.add(AnnotatorView.of(row, run.values(), withConfusion)));
        return new AnnotatorsView(
                run.dimension(),
                run.name(),
                run.fromName(),
                run.computedAt(),
                run.outOfDate(),
                run.reason(),
                run.tasks(),
                run.answers(),
                IntStream.range(0, run.values().size())
                        .mapToObj(i -> new AnnotatorsView.ValueView(run.values().get(i), run.priors()[i]))
                        .toList(),
                annotators);
    }
}
