package dev.interrater.backfill;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/**
 * What Label Studio's project table says about an organization and its newest jobs, a few seconds ago.
 *
 * @param projects the organization's projects
 * @param deletedEnded sums over the ended jobs whose project is deleted; they can change no more
 * @param deletedInFlight IDs of the jobs in flight whose project is deleted
 * @param firstCreated {@code created_at} of the earliest job whose project is not deleted; null when there is none. Looking
 *     for the earliest from here on skips the jobs of projects deleted long ago
 * @param firstStarted the same of {@code started_at}
 * @param firstFailed the lowest ID of a FAILED job whose project is not deleted; null when there is none
 */
record ProjectCensus(
        long projects,
        JobCounts deletedEnded,
        Long[] deletedInFlight,
        OffsetDateTime firstCreated,
        OffsetDateTime firstStarted,
        Long firstFailed) {

    static ProjectCensus of(Row row) {
        return new ProjectCensus(
                row.getLong("total_projects"),
                JobCounts.of(row),
                row.getArrayOfLongs("deleted_in_flight"),
                row.getOffsetDateTime("first_created"),
                row.getOffsetDateTime("first_started"),
                row.getLong("first_failed"));
    }
}
