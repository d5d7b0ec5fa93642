package dev.interrater.backfill;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/**
 * What Label Studio's project table says about an organization and its newest jobs of a kind, a few seconds ago.
 *
 * @param projects the organization's projects
 * @param deletedEnded sums over the ended jobs whose project is deleted. They change no more, but a later job may take the
 *     place of one, when its project is restored or has gone to another organization
 * @param deletedEndedJobs IDs of those jobs
 * @param superseded how many jobs of the organization and the kind had made way for a later one by then
 * @param deletedInFlight IDs of the jobs in flight whose project is deleted
 * @param firstCreated {@code created_at} of the earliest job whose project is not deleted; null when there is none. Looking
 *     for the earliest from here on skips the jobs of projects deleted long ago
 * @param firstStarted the same of {@code started_at}
 * @param firstNotCompleted the lowest ID of a job that is FAILED or may become so and whose project is not deleted; null
 *     when there is none
 */
record ProjectCensus(
        long projects,
        JobCounts deletedEnded,
        Long[] deletedEndedJobs,
        long superseded,
        Long[] deletedInFlight,
        OffsetDateTime firstCreated,
        OffsetDateTime firstStarted,
        Long firstNotCompleted) {

    static ProjectCensus of(Row row) {
        return new ProjectCensus(
                row.getLong("total_projects"),
                JobCounts.of(row),
                row.getArrayOfLongs("deleted_ended"),
                row.getLong("superseded"),
                row.getArrayOfLongs("deleted_in_flight"),
                row.getOffsetDateTime("first_created"),
                row.getOffsetDateTime("first_started"),
                row.getLong("first_not_completed"));
    }
}
