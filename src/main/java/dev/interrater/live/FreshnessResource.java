package dev.interrater.live;

import dev.interrater.security.CurrentCaller;
import dev.interrater.security.ForMembers;
import dev.interrater.web.ApiError;
import dev.interrater.web.SdkNames;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far agreement follows the annotations of a project. */
@Path("/api/projects/{id}/agreement/freshness")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agreement")
@ForMembers
public class FreshnessResource {
    /** How many waiting tasks are counted. */
    private static final int MOST = 100_000;

    /** $1 the project, $2 the organization, $3 how many waiting tasks are counted at most. */
    private static final String FRESHNESS = """
            SELECT now() AS moment, watch.looked_at, f.swept_at,
                   coalesce(f.is_complete, false) AS is_complete,
                   coalesce(f.is_wanted, false) AS is_wanted,
                   coalesce(chosen.live, true) AS live,
                   (SELECT count(*)
                      FROM (SELECT FROM agreement.changed_task WHERE project_id = p.id LIMIT $3) AS waiting) AS waiting,
                   (SELECT noticed_at
                      FROM agreement.changed_task
                     WHERE project_id = p.id
                     ORDER BY notice LIMIT 1) AS waiting_since
              FROM agreement.live_project($1) AS p
             CROSS JOIN agreement.change_watch AS watch
              LEFT JOIN agreement.followed_project AS f ON f.project_id = p.id
              LEFT JOIN agreement.organization_settings AS chosen ON chosen.organization_id = p.organization_id
             WHERE p.organization_id = $2
            """;

    /** What somebody looks at is computed first. Noted once a minute at most; a project that is busy is passed over. */
    private static final String ASKED = """
            UPDATE agreement.followed_project
               SET asked_at = now()
             WHERE project_id = (SELECT project_id
                                   FROM agreement.followed_project
                                  WHERE project_id = $1 AND (asked_at IS NULL OR asked_at < now() - interval '1 min')
                                    FOR UPDATE SKIP LOCKED)
            """;

    private final CurrentCaller caller;
    private final Pool pool;

    FreshnessResource(CurrentCaller caller, Pool pool) {
        this.caller = caller;
        this.pool = pool;
    }

    @GET
    @Operation(
            operationId = "api_projects_agreement_freshness_retrieve",
            summary = "Get how far agreement follows the annotations",
            description = """
                    After a project's first backfill its agreement follows what is saved in Label Studio by itself. This tells until when all that was saved is \
                    in the figures. What touches no date in Label Studio (deleted tasks, renamed labels) is found when all tasks are looked \
                    at, which is done now and then. Requires membership in the organization and the Agreement V2 feature flag.""",
            extensions = {
                @Extension(name = SdkNames.GROUP, value = SdkNames.PROJECTS_AGREEMENT, parseValue = true),
                @Extension(name = SdkNames.METHOD, value = "get_freshness")
            })
    @APIResponse(
            responseCode = "200",
            description = "How far it is",
            content = @Content(schema = @Schema(implementation = FreshnessView.class)))
    public Uni<FreshnessView> freshness(@PathParam("id") long projectId) {
        return pool.preparedQuery(FRESHNESS)
                .execute(Tuple.of(projectId, caller.get().organizationId(), MOST))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw ApiError.notFound("No Project matches the given query.");
                    }
                    return FreshnessView.of(rows.iterator().next());
                })
                .call(view -> view.recomputing()
                        ? pool.preparedQuery(ASKED).execute(Tuple.of(projectId))
                        : Uni.createFrom().voidItem());
    }
}
