package dev.interrater.quality;

import dev.interrater.consensus.Review;
import dev.interrater.security.ForMembers;
import dev.interrater.web.Fields;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
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

/** What to look at next in a project: tasks that another answer would tell something of, and answers that surprise. */
@Path("/api/projects/{id}/agreement/next")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreement")
@ForMembers
public class NextResource {
    private static final int USUAL = 50;

    /** $1 the run, $2 the project, $3 how many. Tasks that are gone are not among them. */
    private static final String TASKS = """
            SELECT next.*
              FROM agreement.consensus_next AS next
             CROSS JOIN LATERAL agreement.task_of($2, next.task_id)
             WHERE next.run = $1
             ORDER BY next.place LIMIT $3
            """;

    /** The same of answers; $4 a user, or null. */
    private static final String SURPRISES = """
            SELECT found.*, model.version,
                   coalesce(agreement.display_name(person.first_name, person.last_name, person.username),
                            model.version) AS person
              FROM (SELECT surprise.*
                      FROM agreement.consensus_surprise AS surprise
                     CROSS JOIN LATERAL agreement.task_of($2, surprise.task_id)
                     WHERE surprise.run = $1 AND ($4::bigint IS NULL OR surprise.participant = $4)
                     ORDER BY surprise.probability, surprise.participant, surprise.place LIMIT $3) AS found
              LEFT JOIN agreement.model_version AS model ON model.id = -found.participant
              LEFT JOIN LATERAL agreement.person(found.participant) AS person ON true
             ORDER BY found.probability, found.participant, found.place
            """;

    private final KeptConsensus kept;

    NextResource(KeptConsensus kept) {
        this.kept = kept;
    }

    @GET
    @Operation(
            operationId = "api_projects_agreement_next_retrieve",
            summary = "Get what to look at next",
            description = """
                    The tasks of which another annotation would tell most (how uncertain their consensus is, times how competent those are \
                    who have not answered yet), and the answers that are least to be expected of their annotators. Of each run the best \
                    thousand tasks and twenty answers of each annotator are kept. 404 before it has been computed. Requires membership in \
                    the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "get_next")
            })
    @Parameter(
            name = "dimension",
            in = ParameterIn.QUERY,
            description = "ID of an active dimension; if omitted, the first one that has a consensus",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = "annotator",
            in = ParameterIn.QUERY,
            description = "Only answers of the user with this ID",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many tasks, and answers, at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "The tasks and answers",
            content = @Content(schema = @Schema(implementation = NextView.class)))
    public Uni<NextView> next(@PathParam("id") long projectId, @Context UriInfo uri) {
        Fields query = Fields.ofQuery(uri);
        Long dimension = query.integer("dimension");
        Long annotator = query.integer("annotator");
        Integer limit = query.integer("limit", 1, Review.TASKS);
        query.verify();
        return kept.ofOne(
                projectId,
                dimension,
                false,
                (transaction, run) -> next(transaction, projectId, run, annotator, limit == null ? USUAL : limit));
    }

    private static Uni<NextView> next(
            SqlConnection transaction, long projectId, KeptRun run, Long annotator, int limit) {
        List<NextView.Task> tasks = new ArrayList<>();
        List<NextView.Surprise> surprises = new ArrayList<>();
        return transaction
                .preparedQuery(TASKS)
                .execute(Tuple.of(run.id(), projectId, limit))
                .invoke(rows -> rows.forEach(row -> tasks.add(NextView.Task.of(row, run.values()))))
                .chain(() ->
                        transaction.preparedQuery(SURPRISES).execute(Tuple.of(run.id(), projectId, limit, annotator)))
                .invoke(rows -> rows.forEach(row -> surprises.add(NextView.Surprise.of(row, run.values()))))
                .map(rows ->
                        new NextView(run.dimension(), run.name(), run.computedAt(), run.outOfDate(), tasks, surprises));
    }
}
