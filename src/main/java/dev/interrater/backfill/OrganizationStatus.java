package dev.interrater.backfill;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What an organization's jobs of a kind add up to: the newest job of every project that has one, and the newest without a project.
 *
 * <p>All about the jobs is read in one statement and is exact. It takes the sums from the tally that the database keeps,
 * adds the few jobs that are RUNNING, and finds each date by a look-up in an index, so it costs the same for ten jobs as for
 * a million. Jobs of projects that Label Studio has deleted are taken off by the {@link ProjectCensus}.
 */
@ApplicationScoped
class OrganizationStatus {
    // $1 organization, $2 jobs in flight of deleted projects, $3 to $5 where to begin looking for the earliest,
    // $6 ended jobs of deleted projects, $7 kind. All of the latter are taken off in the end; those that a later job
    // has taken
    // the place of are in no sum any more, so they are added here.
    //
    // A live job is looked for in the order of an index, and a scalar subquery asks about its project: an
    // EXISTS could be planned as a hash of all projects, for the sake of the one or two that are really asked
    // about. By its ID alone, for the index of the organization's projects must not be what it goes through.
    private static final String JOBS = """
            WITH live_job AS NOT MATERIALIZED (
                SELECT j.*
                  FROM agreement.backfill_job j
                 WHERE j.organization_id = $1 AND j.kind = $7 AND j.newest
                   AND (j.project_id IS NULL
                        OR (SELECT p.organization_id = j.organization_id FROM agreement.live_project(j.project_id) p))
            ), counted AS (
                SELECT 1 AS sign, *
                  FROM agreement.backfill_job
                 WHERE organization_id = $1 AND kind = $7 AND newest AND status = 'RUNNING'
                 UNION ALL
                SELECT -1 AS sign, *
                  FROM agreement.backfill_job
                 WHERE id = ANY ($2) AND newest
                 UNION ALL
                SELECT 1 AS sign, *
                  FROM agreement.backfill_job
                 WHERE id = ANY ($6) AND NOT newest
            ), sums AS (
                SELECT
            """ + JobCounts.COLUMNS + """
                  FROM counted
            )
            SELECT sums.projects         + coalesce(tally.projects, 0)         AS projects,
                   sums.pending          + coalesce(tally.pending, 0)          AS pending,
                   sums.queued           + coalesce(tally.queued, 0)           AS queued,
                   sums.running                                                AS running,
                   sums.completed        + coalesce(tally.completed, 0)        AS completed,
                   sums.failed           + coalesce(tally.failed, 0)           AS failed,
                   sums.tasks_total      + coalesce(tally.tasks_total, 0)      AS tasks_total,
                   sums.tasks_processed  + coalesce(tally.tasks_processed, 0)  AS tasks_processed,
                   sums.tasks_skipped    + coalesce(tally.tasks_skipped, 0)    AS tasks_skipped,
                   sums.matrices_created + coalesce(tally.matrices_created, 0) AS matrices_created,
                   sums.errors           + coalesce(tally.errors, 0)           AS errors,
                   coalesce(tally.superseded, 0) AS superseded,
                   newest.id AS job_id,
                   newest.triggered_by,
                   (SELECT created_at FROM live_job WHERE created_at >= coalesce($3::timestamptz, '-infinity')
                     ORDER BY created_at LIMIT 1) AS created_at,
                   (SELECT started_at FROM live_job WHERE started_at >= coalesce($4::timestamptz, '-infinity')
                     ORDER BY started_at LIMIT 1) AS started_at,
                   (SELECT completed_at FROM live_job WHERE completed_at IS NOT NULL
                     ORDER BY completed_at DESC LIMIT 1) AS completed_at,
                   (SELECT string_agg(coalesce('project ' || project_id, 'the organization') || ': ' || error_message, '; ')
                      FROM (SELECT project_id, error_message FROM live_job WHERE status = 'FAILED' AND id >= coalesce($5::bigint, 0)
                             ORDER BY id LIMIT 3) AS first_failed) AS reasons
              FROM sums
              LEFT JOIN agreement.backfill_tally tally ON tally.organization_id = $1 AND tally.kind = $7
              LEFT JOIN LATERAL (SELECT id, triggered_by FROM live_job ORDER BY id DESC LIMIT 1) AS newest ON true
            """;

    private static final Long[] NONE = {};

    private final Pool pool;
    private final ProjectCensuses censuses;

    OrganizationStatus(Pool pool, ProjectCensuses censuses) {
        this.pool = pool;
        this.censuses = censuses;
    }

    /** The aggregate of an organization; null when it has never had a job of the kind for a project that it still has. */
    Uni<JobView> of(long organizationId, JobKind kind) {
        return censuses.of(organizationId, kind)
                .chain(census -> jobs(organizationId, kind, census, NONE)
                        // Only when a job has been superseded since the census can it be one that the census takes off.
                        .chain(row -> row.getLong("superseded") == census.superseded()
                                        || census.deletedEndedJobs().length == 0
                                ? Uni.createFrom().item(row)
                                : jobs(organizationId, kind, census, census.deletedEndedJobs()))
                        .map(row -> fold(row, census)));
    }

    private Uni<Row> jobs(long organizationId, JobKind kind, ProjectCensus census, Long[] deletedEnded) {
        return pool.preparedQuery(JOBS)
                .execute(Tuple.from(new Object[] {
                    organizationId,
                    census.deletedInFlight(),
                    census.firstCreated(),
                    census.firstStarted(),
                    census.firstNotCompleted(),
                    deletedEnded,
                    kind.name()
                }))
                .map(rows -> rows.iterator().next());
    }

    private static JobView fold(Row row, ProjectCensus census) {
        JobCounts counts = JobCounts.of(row).minus(census.deletedEnded());
        Long newest = row.getLong("job_id");
        if (newest == null) {
            return null;
        }
        return new JobView(
                instant(row, "created_at"),
                newest,
                null,
                null,
                row.getString("triggered_by"),
                counts.status().isInFlight() ? null : instant(row, "completed_at"),
                failures(counts.jobs().get(JobStatus.FAILED), row.getString("reasons")),
                // The census may be older than the newest project that has a job.
                counts.progress(Math.max(census.projects(), counts.projects())),
                instant(row, "started_at"),
                counts.status());
    }

    private static String failures(long failed, String reasons) {
        if (failed == 0) {
            return "";
        }
        // None is left to tell when their projects were deleted after the census.
        return reasons == null ? failed + " failed" : failed + " failed: " + reasons;
    }

    private static Instant instant(Row row, String column) {
        OffsetDateTime date = row.getOffsetDateTime(column);
        return date == null ? null : date.toInstant();
    }
}
