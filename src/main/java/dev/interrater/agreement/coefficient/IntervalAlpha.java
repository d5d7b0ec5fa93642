package dev.interrater.agreement.coefficient;

import java.util.Collection;
import java.util.Objects;

/**
 * Krippendorff's alpha for numbers, where the square of their difference says how much two disagree: K. Krippendorff (2011),
 * "Computing Krippendorff's alpha-reliability". It keeps sums only.
 */
public final class IntervalAlpha {

    /** Mean and summed squares of deviations, kept up to date without cancellation: B. P. Welford (1962). */
    private static final class Spread {
        private long count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
        }

        /** The sum of squared differences over all ordered pairs. */
        double differences() {
            return 2.0 * count * squares;
        }
    }

    private final Spread values = new Spread();
    private double disagreement;
    private long units;
    private long leftOut;

    /** Adds the answers of a unit; null stands for a missing one, and so does what is not finite. */
    public void add(Collection<Double> answers) {
        double[] given = answers.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        if (given.length < 2) {
            leftOut++;
            return;
        }
        units++;
        Spread unit = new Spread();
        for (double value : given) {
            unit.add(value);
            values.add(value);
        }
        disagreement += unit.differences() / (given.length - 1);
    }

    /** Alpha of all units so far; undefined without units of two answers, where all are the same, or too far apart. */
    public Coefficient value() {
        double expected = values.differences();
        if (!Double.isFinite(expected) || !Double.isFinite(disagreement)) {
            return Coefficient.undefined("The numbers are too large.", units, leftOut);
        }
        return Alpha.of(disagreement, expected, values.count, units, leftOut);
    }
}
