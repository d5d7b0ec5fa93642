package dev.interrater.coefficient;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cohen's kappa of every pair of annotators who have a unit in common. A few thousand values, or a few hundred annotators, it
 * takes; more would fill the memory, and then there is none.
 */
public final class PairKappas {
    private static final int MOST_PAIRS = 20_000;

    /** Over all pairs together. */
    private static final int MOST_VALUES = 500_000;

    /** Different pairs of answers over all pairs together; where there are more, no error is told. */
    private static final int MOST_MEETINGS = 200_000;

    /** Two annotators, the one with the smaller ID first. */
    public record Pair(long first, long second) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return first == other.first ? Long.compare(second, other.second) : Long.compare(first, other.first);
        }
    }

    private final Map<Pair, CohenKappa> kappas = new TreeMap<>();
    private int remembered;
    private int meetings;
    private String reason;

    /**
     * Adds units.
     *
     * @param annotators ascending
     * @param answers of each annotator; null for a missing one, and values are the same if they are equal
     * @param times how many units have just these
     */
    public void add(Long[] annotators, Object[] answers, long times) {
        for (int i = 0; i < annotators.length; i++) {
            for (int j = i + 1; j < annotators.length && reason == null; j++) {
                if (answers[i] != null && answers[j] != null) {
                    add(new Pair(annotators[i], annotators[j]), answers[i], answers[j], times);
                }
            }
        }
    }

    private void add(Pair pair, Object a, Object b, long times) {
        CohenKappa kappa = kappas.computeIfAbsent(pair, none -> new CohenKappa());
        int before = kappa.remembered();
        int met = kappa.meetings();
        if (meetings > MOST_MEETINGS) {
            kappa.forgetMeetings();
        }
        kappa.add(a, b, times);
        remembered += kappa.remembered() - before;
        meetings += Math.max(0, kappa.meetings() - met);
        if (kappas.size() > MOST_PAIRS) {
            giveUp("There are more than " + MOST_PAIRS + " pairs of annotators.");
        } else if (remembered > MOST_VALUES) {
            giveUp("There are too many different values for so many pairs of annotators.");
        }
    }

    /** Forgets all of them. */
    void giveUp(String why) {
        reason = why;
        kappas.clear();
    }

    /** The kappas of all units so far; empty when there would be too many. */
    public Map<Pair, Coefficient> values() {
        Map<Pair, Coefficient> values = new TreeMap<>();
        if (meetings > MOST_MEETINGS) {
            kappas.values().forEach(CohenKappa::forgetMeetings);
        }
        kappas.forEach((pair, kappa) -> values.put(pair, kappa.value()));
        return Collections.unmodifiableMap(values);
    }

    /** Why there are none; null when there are all. */
    public String reason() {
        return reason;
    }
}
