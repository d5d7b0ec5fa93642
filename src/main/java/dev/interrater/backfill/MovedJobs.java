package dev.interrater.backfill;

import dev.interrater.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Jobs in flight whose project has gone to another organization since. They belong to the organization that asked for them, and
 * the new one may neither see nor cancel them. But a project has one job of a kind in flight, and one of all kinds running, so those
 * of every kind end before the new one queues its own.
 */
@ApplicationScoped
class MovedJobs {
    // $1 the new organization, $2 one of its projects or null for all. A look-up in the index of jobs in flight for
    // each
    // project, whatever the planner thinks of their number. Locked in ascending ID, as by everybody who locks several
    // jobs.
    private static final String END = """
            WITH asked AS MATERIALIZED (
                SELECT $2::bigint AS id WHERE agreement.has_project($1, $2)
                 UNION ALL
                SELECT id FROM agreement.live_projects_of($1) WHERE $2 IS NULL
            ), moved AS MATERIALIZED (
                SELECT id
                  FROM agreement.backfill_job
                 WHERE id = ANY (ARRAY(
                           SELECT elsewhere.id
                             FROM asked
                            CROSS JOIN LATERAL (
                                  SELECT job.id
                                    FROM agreement.backfill_job job
                                   WHERE job.project_id = asked.id AND job.organization_id <> $1
                                     AND job.status IN ('PENDING', 'QUEUED', 'RUNNING')
                                  OFFSET 0) AS elsewhere))
                   AND status IN ('PENDING', 'QUEUED', 'RUNNING')
                 ORDER BY id
                   FOR UPDATE
            )
            UPDATE agreement.backfill_job AS job
               SET status = 'FAILED', completed_at = clock_timestamp(),
                   error_message = 'Project ' || project_id || ' no longer exists.'
              FROM moved
             WHERE job.id = moved.id
            """;

    private final Transactions transactions;

    MovedJobs(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Ends those of a project of the organization, or of all its projects when that is null. In a transaction of its own, for
     * they count in the tallies of other organizations, and nobody is to hold two tallies.
     */
    Uni<Void> end(long organizationId, Long projectId) {
        return transactions
                .run(connection -> connection.preparedQuery(END).execute(Tuple.of(organizationId, projectId)))
                .replaceWithVoid();
    }
}
