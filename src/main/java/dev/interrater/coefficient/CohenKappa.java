package dev.interrater.coefficient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cohen's kappa of two annotators, over the units that both answered: J. Cohen (1960), "A coefficient of agreement for nominal
 * scales".
 */
public final class CohenKappa {
    private static final String TOO_MANY_MEETINGS = "There are too many different pairs of answers.";

    private final Counts first = new Counts();
    private final Counts second = new Counts();
    private long agreed;
    private long leftOut;

    /** How often which two answers met; null when it is not remembered. */
    private Map<List<Object>, Long> meetings = new HashMap<>();

    /**
     * Adds a unit.
     *
     * @param a what the one answered, null for nothing; values are the same if they are equal
     * @param b what the other answered
     */
    public void add(Object a, Object b) {
        add(a, b, 1);
    }

    /** Adds so many units with these answers. */
    public void add(Object a, Object b, long times) {
        if (a == null || b == null) {
            leftOut += times;
            return;
        }
        first.add(a, times);
        second.add(b, times);
        agreed += a.equals(b) ? times : 0;
        if (meetings != null) {
            meetings.merge(List.of(a, b), times, Long::sum);
        }
    }

    /** How many values there are to remember. */
    int remembered() {
        return first.different() + second.different();
    }

    /** How many different pairs of answers there are to remember. */
    int meetings() {
        return meetings == null ? 0 : meetings.size();
    }

    /** Tells no error any more. */
    void forgetMeetings() {
        meetings = null;
    }

    /** Kappa of all units so far; undefined without common units, and where chance alone gives perfect agreement. */
    public Coefficient value() {
        long units = first.total();
        if (first.overflowed() || second.overflowed()) {
            return Coefficient.undefined(Counts.TOO_MANY_VALUES, units, leftOut);
        }
        if (units == 0) {
            return Coefficient.undefined("The two annotators have no task in common.", units, leftOut);
        }
        if (first.different() == 1 && first.all().equals(second.all())) {
            return Coefficient.undefined("All answers are the same.", units, leftOut);
        }
        double observed = (double) agreed / units;
        double expected = first.chanceOfSame(second);
        double kappa = (observed - expected) / (1 - expected);
        return withError(Coefficient.of(kappa, units, leftOut), expected);
    }

    private Coefficient withError(Coefficient kappa, double expected) {
        if (meetings == null) {
            return kappa.without(TOO_MANY_MEETINGS);
        } else if (kappa.units() < 2) {
            return kappa.without("A single task tells no error.");
        }
        double squares = 0;
        for (Map.Entry<List<Object>, Long> met : meetings.entrySet()) {
            Object a = met.getKey().get(0);
            Object b = met.getKey().get(1);
            double chance = ((double) second.of(a) + first.of(b)) / (2.0 * kappa.units());
            double own = ((a.equals(b) ? 1 : 0) - expected) / (1 - expected)
                    - 2 * (1 - kappa.value()) * (chance - expected) / (1 - expected);
            squares += met.getValue() * (own - kappa.value()) * (own - kappa.value());
        }
        SamplingError error = SamplingError.of(kappa.value(), squares, kappa.units());
        return error == null
                ? kappa.without("All tasks agree alike, so there is no error to tell.")
                : kappa.with(error);
    }
}
