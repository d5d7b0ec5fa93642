package dev.interrater.backfill;

import dev.interrater.database.LookUpCache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Takes the census of an organization's projects, at most once every few seconds: it is the one part of the aggregate that
 * costs more the more projects there are, since nothing tells when Label Studio deletes one.
 */
@ApplicationScoped
class ProjectCensuses {
    // $1 organization, $2 kind. Joined by the project's ID alone: with statistics from before many jobs were added, the
    // planner could
    // choose the index of the organization's projects, and walk through all of them for each job.
    private static final String CENSUS = """
            WITH job AS (
                SELECT j.*,
                       j.project_id IS NOT NULL AND p.organization_id IS DISTINCT FROM j.organization_id AS deleted,
                       j.status IN ('COMPLETED', 'FAILED') AS ended
                  FROM agreement.backfill_job j
                  LEFT JOIN LATERAL agreement.live_project(j.project_id) p ON true
                 WHERE j.organization_id = $1 AND j.kind = $2 AND j.newest
            ), deleted_ended AS (
                SELECT coalesce(array_agg(id), '{}') AS deleted_ended,
            """ + JobCounts.COLUMNS + """
                  FROM (SELECT 1 AS sign, * FROM job WHERE deleted AND ended) AS counted
            ), others AS (
                SELECT coalesce(array_agg(id) FILTER (WHERE deleted AND NOT ended), '{}') AS deleted_in_flight,
                       min(created_at) FILTER (WHERE NOT deleted) AS first_created,
                       min(started_at) FILTER (WHERE NOT deleted) AS first_started,
                       min(id) FILTER (WHERE NOT deleted AND status <> 'COMPLETED') AS first_not_completed
                  FROM job
            )
            SELECT deleted_ended.*,
                   others.*,
                   coalesce((SELECT superseded
                                FROM agreement.backfill_tally
                               WHERE organization_id = $1 AND kind = $2), 0) AS superseded,
                   (SELECT count(*) FROM agreement.live_projects_of($1)) AS total_projects
              FROM deleted_ended, others
            """;

    /** How old what is known of Label Studio's projects may be. */
    private static final Duration MAX_AGE = Duration.ofSeconds(4);

    private static final int MAX_REMEMBERED = 1000;

    private final Pool pool;
    private final LookUpCache<Asked, ProjectCensus> cache = new LookUpCache<>(MAX_AGE, MAX_REMEMBERED, this::take);

    ProjectCensuses(Pool pool) {
        this.pool = pool;
    }

    /** The census of an organization and its jobs of a kind, a few seconds old at most. */
    Uni<ProjectCensus> of(long organizationId, JobKind kind) {
        return cache.get(new Asked(organizationId, kind));
    }

    private Uni<ProjectCensus> take(Asked asked) {
        return pool.preparedQuery(CENSUS)
                .execute(Tuple.of(asked.organizationId, asked.kind.name()))
                .map(rows -> ProjectCensus.of(rows.iterator().next()));
    }

    private record Asked(long organizationId, JobKind kind) {}
}
