package dev.interrater.backfill;

import dev.interrater.database.Transactions;
import dev.interrater.security.Caller;
import dev.interrater.web.ApiError;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Cancels jobs in flight: they become FAILED and keep their progress. A worker that runs one learns it from the database's
 * notification, and at the latest when its next write finds the job taken away.
 */
@ApplicationScoped
class BackfillCancellation {
    // $1 organization, $2 kind, $3 job or null, $4 project or null: does the organization have them, and do they belong
    // together?
    private static final String KNOWN = """
            SELECT ($3::bigint IS NULL
                    OR EXISTS (SELECT FROM agreement.backfill_job
                                WHERE id = $3 AND organization_id = $1::bigint AND kind = $2
                                  AND ($4::bigint IS NULL OR project_id = $4)))
               AND ($4::bigint IS NULL OR agreement.has_project($1, $4)) AS known
            """;

    // $1 organization, $2 kind, $3 job or null, $4 project or null, $5 who cancels. Jobs are locked in ascending ID, as
    // everybody does who takes several. The clock, not the transaction's beginning: it may have waited while
    // the job was started.
    private static final String CANCEL = """
            WITH in_flight AS MATERIALIZED (
                SELECT id
                  FROM agreement.backfill_job
                 WHERE organization_id = $1::bigint AND kind = $2 AND status IN ('PENDING', 'QUEUED', 'RUNNING')
                   AND ($3::bigint IS NULL OR id = $3)
                   AND ($4::bigint IS NULL OR project_id = $4)
                 ORDER BY id
                   FOR UPDATE
            )
            UPDATE agreement.backfill_job AS job
               SET status = 'FAILED', completed_at = clock_timestamp(), error_message = 'Cancelled by ' || $5::text
              FROM in_flight
             WHERE job.id = in_flight.id
            """;

    private final Transactions transactions;

    BackfillCancellation(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Cancels a job of a kind, the job in flight of a project, or, when both are null, everything of the kind that is in flight. */
    Uni<CancelResponse> cancel(Caller caller, JobKind kind, Long jobId, Long projectId) {
        Tuple which = Tuple.of(caller.organizationId(), kind.name(), jobId, projectId);
        return transactions
                .run(connection -> connection
                        .preparedQuery(KNOWN)
                        .execute(which)
                        .invoke(rows -> {
                            if (!rows.iterator().next().getBoolean("known")) {
                                throw ApiError.notFound("No backfill job found or organization not found");
                            }
                        })
                        .chain(known -> in(connection, caller, kind, jobId, projectId)))
                .map(count -> new CancelResponse(count, "Backfill jobs cancelled: " + count + "."));
    }

    /** The same within a transaction, of what is known to be the organization's, and how many it were. */
    static Uni<Integer> in(SqlConnection connection, Caller caller, JobKind kind, Long jobId, Long projectId) {
        return connection
                .preparedQuery(CANCEL)
                .execute(Tuple.of(caller.organizationId(), kind.name(), jobId, projectId, caller.email()))
                .map(rows -> rows.rowCount());
    }
}
