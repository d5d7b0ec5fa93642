package dev.interrater.coefficient;

/**
 * Cohen's kappa of two annotators, over the units that both answered: J. Cohen (1960), "A coefficient of agreement for nominal
 * scales".
 */
public final class CohenKappa {

    private final Counts first = new Counts();
    private final Counts second = new Counts();
    private long agreed;
    private long leftOut;

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
    }

    /** How many values there are to remember. */
    int remembered() {
        return first.different() + second.different();
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
        return Coefficient.of((observed - expected) / (1 - expected), units, leftOut);
    }
}
