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
 * @param versions of their rows, likewise
 * @param newest the latest of those dates
 * @param kept whether an agreement of the task is kept
 * @param upToDate whether the agreement that is kept was computed from just these versions of them
 */
public record TaskHead(
        long id,
        Long[] annotators,
        Long[] annotations,
        Integer[] stored,
        String updates,
        String versions,
        OffsetDateTime newest,
        boolean kept,
        boolean upToDate) {

    static TaskHead of(Row row) {
        return new TaskHead(
                row.getLong("id"),
                row.getArrayOfLongs("annotators"),
                row.getArrayOfLongs("annotations"),
                row.getArrayOfIntegers("stored"),
                row.getString("updates"),
                row.getString("versions"),
                row.getOffsetDateTime("newest"),
                row.getBoolean("kept"),
                row.getBoolean("up_to_date"));
    }

    /** Whether it has two annotators and its agreement is missing or out of date. */
    public boolean isToBeCompared() {
        return annotators != null && !upToDate;
    }

    /** How many pairs of annotators it has. */
    long pairs() {
        return annotators.length * (annotators.length - 1L) / 2;
    }
}
