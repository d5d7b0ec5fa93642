package dev.interrater.coefficient;

/** What all levels of Krippendorff's alpha have in common: 1 less observed by expected disagreement. */
final class Alpha {

    private Alpha() {}

    /**
     * Alpha.
     *
     * @param observed disagreement over all ordered pairs within units, each divided by the unit's values less 1
     * @param expected disagreement over all ordered pairs of values
     * @param values how many values those units have
     */
    static Coefficient of(double observed, double expected, long values, long units, long leftOut) {
        if (units == 0) {
            return Coefficient.undefined("No task has two answers.", units, leftOut);
        }
        if (!(expected > 0)) {
            return Coefficient.undefined("All answers are the same.", units, leftOut);
        }
        return Coefficient.of(1 - (values - 1) * (observed / expected), units, leftOut);
    }
}
