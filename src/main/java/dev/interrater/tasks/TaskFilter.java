package dev.interrater.tasks;

import dev.interrater.web.Fields;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which tasks are asked for, in which order, and behind which one.
 *
 * @param minimum of the score that they are ordered by; null: any
 * @param maximum likewise
 * @param dimension whose score it is; null: overall
 * @param pair two participants whose score it is; null: that of all annotators
 * @param label that somebody uses on the task; null: any
 * @param after the last task before; 0: from the beginning
 * @param afterScore its score; null where tasks are in the order of their IDs
 */
record TaskFilter(
        Ordering ordering,
        Double minimum,
        Double maximum,
        Long dimension,
        Long[] pair,
        String label,
        long after,
        Double afterScore) {
    static final String CURSOR = "cursor";

    /** Stands behind the score where tasks of the same score come with the highest ID first. */
    private static final String DOWN = "-";

    private static final int LONGEST = 255;

    /** The order of tasks. */
    @Schema(
            name = "TaskAgreementOrderingEnum",
            enumeration = {"id", "agreement", "-agreement"})
    enum Ordering {
        ID("id"),
        AGREEMENT("agreement"),
        DESCENDING("-agreement");

        private final String text;

        Ordering(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Reads it; what is wrong is told by {@link Fields#verify}. */
    static TaskFilter of(Fields query) {
        Ordering ordering = query.choice("ordering", Ordering.class);
        TaskFilter first = new TaskFilter(
                ordering == null ? Ordering.ID : ordering,
                decimal(query, "min"),
                decimal(query, "max"),
                query.integer("dimension"),
                pair(query),
                query.text("label", LONGEST),
                0,
                null);
        String cursor = query.text(CURSOR, LONGEST);
        TaskFilter following = cursor == null ? first : first.behind(cursor);
        return following == null ? query.refuse(CURSOR, "This is no cursor of this list.") : following;
    }

    private static Double decimal(Fields query, String name) {
        BigDecimal number = query.decimal(name, BigDecimal.ZERO, BigDecimal.ONE, 17);
        return number == null ? null : number.doubleValue();
    }

    private static Long[] pair(Fields query) {
        String text = query.text("annotators", LONGEST);
        if (text == null) {
            return null;
        }
        List<String> ids = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        return ids.size() == 2
                        && ids.stream().allMatch(id -> id.matches("[0-9]{1,18}"))
                        && !ids.get(0).equals(ids.get(1))
                ? ids.stream().map(Long::valueOf).toArray(Long[]::new)
                : query.refuse("annotators", "Expected the IDs of two annotators, such as 3,7.");
    }

    /** The same from behind a task on. */
    TaskFilter behind(long task, Double score) {
        return new TaskFilter(
                ordering, minimum, maximum, dimension, pair, label, task, ordering == Ordering.ID ? null : score);
    }

    /** Null when it is no cursor. */
    private TaskFilter behind(String cursor) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split(" ", -1);
            boolean fits = switch (ordering) {
                case ID -> parts.length == 1;
                case AGREEMENT -> parts.length == 2;
                case DESCENDING -> parts.length == 3 && parts[2].equals(DOWN);
            };
            Double score = fits && ordering != Ordering.ID ? Double.valueOf(parts[1]) : null;
            return fits && (score == null || Double.isFinite(score)) ? behind(Long.parseLong(parts[0]), score) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What asks for the tasks behind the one at which this filter begins. */
    String cursor() {
        String place = switch (ordering) {
            case ID -> String.valueOf(after);
            case AGREEMENT -> after + " " + afterScore;
            case DESCENDING -> after + " " + afterScore + " " + DOWN;
        };
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    /** The least score that is asked for. */
    double least() {
        return minimum == null ? Double.NEGATIVE_INFINITY : minimum;
    }

    /** The highest score that is asked for. */
    double highest() {
        return maximum == null ? Double.POSITIVE_INFINITY : maximum;
    }

    /** The same from where its order begins, if it has no place to begin behind. */
    TaskFilter begun() {
        if (ordering == Ordering.ID || afterScore != null) {
            return this;
        }
        return ordering == Ordering.AGREEMENT ? behind(0, least()) : behind(Long.MAX_VALUE, highest());
    }

    /** Whether it passes over tasks that lie between those that it asks for. */
    boolean isSelective() {
        return label != null || ordering == Ordering.ID && (minimum != null || maximum != null || pair != null);
    }

    /** Whether its tasks have to be sorted, for there is no index that has their order. */
    boolean isSorted() {
        return pair != null && ordering != Ordering.ID;
    }
}
