package dev.interrater.coefficient;

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

        void add(double value, long times) {
            count += times;
            double before = value - mean;
            mean += before * times / count;
            squares += before * times * (value - mean);
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
        add(answers, 1);
    }

    /** Adds so many units with these answers. */
    public void add(Collection<Double> answers, long times) {
        double[] given = answers.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
        if (given.length < 2) {
            leftOut += times;
            return;
        }
        units += times;
        Spread unit = new Spread();
        for (double value : given) {
            unit.add(value, 1);
            values.add(value, times);
        }
        disagreement += times * unit.differences() / (given.length - 1);
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
