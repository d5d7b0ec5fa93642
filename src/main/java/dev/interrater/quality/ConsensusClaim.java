package dev.interrater.quality;

import io.vertx.mutiny.sqlclient.Row;

/**
 * A project that this worker computes the consensus of.
 *
 * @param attempt the fence: what the worker writes, it writes only while this is still the project's attempt
 * @param changes how many changes of answers there were when it was claimed
 */
record ConsensusClaim(long projectId, int attempt, long changes) {
    static ConsensusClaim of(Row row) {
        return new ConsensusClaim(row.getLong("project_id"), row.getInteger("attempt"), row.getLong("changes"));
    }

    /** The project, for logs. */
    @Override
    public String toString() {
        return "Consensus of project " + projectId + " (attempt " + attempt + ")";
    }
}
