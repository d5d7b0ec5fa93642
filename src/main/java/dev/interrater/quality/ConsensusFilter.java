package dev.interrater.quality;

import dev.interrater.web.Fields;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Which tasks are asked for, and behind which one. With a bound on the probability they come by it, the lowest first, and else by ID: so
 * a page is found by an index however many tasks there are.
 *
 * @param dimension null: the first one that has a consensus
 * @param minimum of the probability; null: any
 * @param maximum likewise
 * @param after the last task before; 0: from the beginning
 * @param afterProbability its probability; null where tasks come by their IDs
 */
record ConsensusFilter(Long dimension, Double minimum, Double maximum, long after, Double afterProbability) {
    private static final String CURSOR = "cursor";
    private static final int LONGEST = 255;

    /** Reads it; what is wrong is told by {@link Fields#verify}. */
    static ConsensusFilter of(Fields query) {
        ConsensusFilter first = new ConsensusFilter(
                query.integer("dimension"), probability(query, "min"), probability(query, "max"), 0, null);
        String cursor = query.text(CURSOR, LONGEST);
        ConsensusFilter following = cursor == null ? first : first.behind(cursor);
        return following == null ? query.refuse(CURSOR, "This is no cursor of this list.") : following;
    }

    private static Double probability(Fields query, String name) {
        BigDecimal number = query.decimal(name, BigDecimal.ZERO, BigDecimal.ONE, 17);
        return number == null ? null : number.doubleValue();
    }

    /** Whether tasks come by their probability. */
    boolean isByProbability() {
        return minimum != null || maximum != null;
    }

    /** The same from behind a task on. */
    ConsensusFilter behind(long task, double probability) {
        return new ConsensusFilter(dimension, minimum, maximum, task, isByProbability() ? probability : null);
    }

    /** Null when it is no cursor. */
    private ConsensusFilter behind(String cursor) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split(" ", -1);
            Double probability = parts.length == 2 ? Double.valueOf(parts[1]) : null;
            boolean fits = (probability != null) == isByProbability()
                    && parts.length <= 2
                    && (probability == null || Double.isFinite(probability));
            return fits
                    ? new ConsensusFilter(dimension, minimum, maximum, Long.parseLong(parts[0]), probability)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What asks for the tasks behind the one at which this filter begins. */
    String cursor() {
        String place = afterProbability == null ? String.valueOf(after) : after + " " + afterProbability;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }
}
