package dev.interrater.live;

import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;

/**
 * A project that this process compares tasks of.
 *
 * @param attempt the fence: only while this is the newest attempt, the project is ours
 * @param epoch how many jobs of it had begun
 * @param sweeps whether all tasks are looked at, and not those that have changed
 * @param cursor the last task that the sweep has looked at
 * @param fingerprint what it has compared by; null when it begins
 */
record LiveClaim(
        long projectId, long organizationId, int attempt, int epoch, boolean sweeps, long cursor, UUID fingerprint) {
    static LiveClaim of(Row row) {
        return new LiveClaim(
                row.getLong("project_id"),
                row.getLong("organization_id"),
                row.getInteger("attempt"),
                row.getInteger("epoch"),
                row.getBoolean("sweeps"),
                row.getLong("sweep_cursor"),
                row.getUUID("sweep_fingerprint"));
    }

    @Override
    public String toString() {
        return "Live agreement of project %d (organization %d, attempt %d)"
                .formatted(projectId, organizationId, attempt);
    }
}
