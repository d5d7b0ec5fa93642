package dev.interrater.agreement;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/**
 * A task with what has to be known of its annotations before they are fetched.
 *
 * @param annotators ascending; null when there are fewer than two
 * @param annotations the newest of each annotator, in the same order
 * @param stored bytes that each of them takes in the table; null where it is compressed
 * @param updates their dates as PostgreSQL writes an array, to be kept as they are
 * @param newest the latest of those dates
 * @param upToDate whether the agreement that is kept was computed from just these
 */
public record TaskHead(
        long id,
        Long[] annotators,
        Long[] annotations,
        Integer[] stored,
        String updates,
        OffsetDateTime newest,
        boolean upToDate) {

    static TaskHead of(Row row) {
        return new TaskHead(
                row.getLong("id"),
                row.getArrayOfLongs("annotators"),
                row.getArrayOfLongs("annotations"),
                row.getArrayOfIntegers("stored"),
                row.getString("updates"),
                row.getOffsetDateTime("newest"),
                row.getBoolean("up_to_date"));
    }

    /** Whether it has two annotators and its agreement is missing or out of date. */
    public boolean isToBeCompared() {
        return annotators != null && !upToDate;
    }
}
