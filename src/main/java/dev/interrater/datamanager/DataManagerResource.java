package dev.interrater.datamanager;

import dev.interrater.analytics.AtOnce;
import dev.interrater.database.Transactions;
import dev.interrater.security.CurrentCaller;
import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
import dev.interrater.web.ErrorResponse;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Switches agreement in Label Studio's Data Manager on and off for a project, and tells how far it is. */
@Path("/api/projects/{id}/agreement/data-manager")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreement")
@ForMembers
public class DataManagerResource {
    /** $1 the project, $2 the organization, $3 our version. */
    private static final String STATE = """
            SELECT d.is_wanted, d.since, d.walked_at, d.written_at, d.last_error, d.failed_at, p.model_version,
                   coalesce(d.is_wanted AND d.written = coalesce(c.changes, 0), false) AS up_to_date,
                   (SELECT count(*)
                      FROM agreement.task_agreement
                     WHERE project_id = $1 AND pairwise IS NOT NULL) AS tasks,
                   totals.predictions, totals.of_version AS ours
              FROM agreement.shown_model_version($1) AS p
             CROSS JOIN LATERAL agreement.prediction_totals($1, $3) AS totals
              LEFT JOIN agreement.data_manager AS d ON d.project_id = $1
              LEFT JOIN agreement.consensus AS c ON c.project_id = $1
             WHERE p.organization_id = $2
            """;

    /** Once more it changes nothing, unless all was being taken out. */
    private static final String SWITCH_ON = """
            INSERT INTO agreement.data_manager AS kept (project_id) VALUES ($1)
                ON CONFLICT (project_id) DO UPDATE SET
                   is_wanted = true, since = now(), written = NULL, walked_to = 0, not_before = NULL, fruitless = 0, last_error = NULL
             WHERE NOT kept.is_wanted
            """;

    private static final String SWITCH_OFF = """
            UPDATE agreement.data_manager
               SET is_wanted = false, written = NULL, walked_to = 0, not_before = NULL, fruitless = 0, last_error = NULL
             WHERE project_id = $1 AND is_wanted
            """;

    /** Where nobody has begun to write there is nothing to be taken out. Behind the other, for a worker may begin while that one waits. */
    private static final String FORGET_UNTOUCHED =
            "DELETE FROM agreement.data_manager WHERE project_id = $1 AND NOT is_wanted AND attempt = 0";

    private static final Map<String, String> HINDRANCES = Map.of(
            "no_address",
            "This service does not know where Label Studio is (interrater.label-studio.url).",
            "no_token",
            "This service has no token of Label Studio for the organization (interrater.label-studio.tokens).",
            "version_taken",
            "The project has predictions of a model version agreement that are not ours.");

    private final CurrentCaller caller;
    private final Pool pool;
    private final LabelStudioApi api;
    private final ScoreWorker worker;
    private final Transactions transactions;

    /** It goes over the predictions of a project to count them. */
    private final AtOnce counts = new AtOnce(4, "Predictions");

    DataManagerResource(
            CurrentCaller caller, Pool pool, LabelStudioApi api, ScoreWorker worker, Transactions transactions) {
        this.caller = caller;
        this.pool = pool;
        this.api = api;
        this.worker = worker;
        this.transactions = transactions;
    }

    @GET
    @Operation(
            operationId = "api_projects_agreement_data_manager_retrieve",
            summary = "Get whether agreement is in the Data Manager",
            description = """
                    Whether the agreement of each task is kept in Label Studio as the score of a prediction, by which its Data Manager sorts and \
                    filters, and how far that is. While it is off, it tells what switching it on does to the project: how many predictions there \
                    will be, and what Label Studio's column of prediction scores will have. Requires membership in the organization and the \
                    Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "get_data_manager")
            })
    @APIResponse(
            responseCode = "200",
            description = "How it is",
            content = @Content(schema = @Schema(implementation = DataManagerView.class)))
    public Uni<DataManagerView> state(@PathParam("id") long projectId) {
        long organizationId = caller.get().organizationId();
        return counts.run(() -> pool.preparedQuery(STATE)
                .execute(Tuple.of(projectId, organizationId, ScoreStore.VERSION))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw ApiError.notFound("No Project matches the given query.");
                    }
                    return DataManagerView.of(
                            rows.iterator().next(),
                            api.hindrance(organizationId).orElse(null));
                }));
    }

    @PUT
    @Operation(
            operationId = "api_projects_agreement_data_manager_update",
            summary = "Put agreement into the Data Manager",
            description = """
                    From now on a worker keeps a prediction of model version agreement on each task that has a score, with that score and an empty \
                    result, through Label Studio's API. They count as no model's here. Asked again it changes nothing. Requires administrator or \
                    owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "enable_data_manager")
            })
    @APIResponse(
            responseCode = "200",
            description = "It is on",
            content = @Content(schema = @Schema(implementation = DataManagerView.class)))
    @APIResponse(
            responseCode = "409",
            description =
                    "The service does not know where Label Studio is or has no token for the organization, or the project has predictions "
                            + "of a model version agreement that are not ours",
            content = @Content(schema = @Schema(implementation = ErrorResponse.class)))
    public Uni<DataManagerView> switchOn(@PathParam("id") long projectId) {
        return state(projectId)
                .invoke(now -> {
                    if (now.hindrance() != null) {
                        throw ApiError.conflict(HINDRANCES.get(now.hindrance()));
                    }
                })
                .chain(() -> change(projectId, SWITCH_ON));
    }

    @DELETE
    @Operation(
            operationId = "api_projects_agreement_data_manager_destroy",
            summary = "Take agreement out of the Data Manager",
            description = """
                    A worker deletes all predictions of model version agreement again, and state is removing until it has. Asked again it changes \
                    nothing. Requires administrator or owner role and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "disable_data_manager")
            })
    @APIResponse(
            responseCode = "200",
            description = "It is off, or will be when all is taken out",
            content = @Content(schema = @Schema(implementation = DataManagerView.class)))
    public Uni<DataManagerView> switchOff(@PathParam("id") long projectId) {
        return state(projectId).chain(() -> change(projectId, SWITCH_OFF, FORGET_UNTOUCHED));
    }

    private Uni<DataManagerView> change(long projectId, String... statements) {
        return transactions
                .run(transaction -> Multi.createFrom()
                        .items(statements)
                        .onItem()
                        .transformToUniAndConcatenate(
                                sql -> transaction.preparedQuery(sql).execute(Tuple.of(projectId)))
                        .collect()
                        .last())
                .invoke(worker::look)
                .chain(() -> state(projectId));
    }
}
