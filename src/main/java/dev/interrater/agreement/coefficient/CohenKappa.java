package dev.interrater.agreement.coefficient;

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
        if (a == null || b == null) {
            leftOut++;
            return;
        }
        first.add(a, 1);
        second.add(b, 1);
        agreed += a.equals(b) ? 1 : 0;
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
