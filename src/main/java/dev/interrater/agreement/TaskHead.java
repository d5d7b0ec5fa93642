package dev.interrater.agreement;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;

/**
 * A task with what has to be known of its participants' answers before they are fetched. A participant is a version of a model (less
 * than 0), the ground truth (0) or an annotator (their user ID).
 *
 * @param participants ascending; null when there are none
 * @param annotations the newest answer of each participant, in the same order: an annotation, or a prediction with a minus
 * @param stored bytes that each of them takes in the table; null where it is compressed
 * @param updates their dates as PostgreSQL writes an array, to be kept as they are
 * @param versions of their rows, likewise
 * @param newest the latest of those dates
 * @param kept whether anything is kept of the task
 * @param upToDate whether what is kept was computed from just these versions of them
 * @param scored whether scores are kept, not only answers
 */
public record TaskHead(
        long id,
        Long[] participants,
        Long[] annotations,
        Integer[] stored,
        String updates,
        String versions,
        OffsetDateTime newest,
        boolean kept,
        boolean upToDate,
        boolean scored) {

    /** The participant that is no person's answer but the right one. */
    public static final long GROUND_TRUTH = 0;

    static TaskHead of(Row row) {
        return new TaskHead(
                row.getLong("id"),
                row.getArrayOfLongs("participants"),
                row.getArrayOfLongs("annotations"),
                row.getArrayOfIntegers("stored"),
                row.getString("updates"),
                row.getString("versions"),
                row.getOffsetDateTime("newest"),
                row.getBoolean("kept"),
                row.getBoolean("up_to_date"),
                row.getBoolean("scored"));
    }

    /** Whether it has answers, and what is kept of it is missing or out of date. */
    public boolean isToBeCompared() {
        return participants != null && !upToDate;
    }

    /** Whether something is kept that is true no more. */
    boolean isStale() {
        return kept && !upToDate;
    }

    /** How many annotators it has: the last of the participants. */
    int annotators() {
        return (int) Arrays.stream(participants).filter(id -> id > GROUND_TRUTH).count();
    }

    /** How many pairs of participants it has. */
    long pairs() {
        return participants.length * (participants.length - 1L) / 2;
    }
}
