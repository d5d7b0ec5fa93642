package dev.interrater.coefficient;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far a coefficient may be off because other units could have been answered: K. L. Gwet (2014), "Handbook of inter-rater
 * reliability", as R's package irrCAC computes it. The units vary, the annotators do not.
 *
 * @param standardError more than 0
 * @param low the lower end of the 95 % interval
 * @param high the upper end, at most 1
 * @param p how probable a coefficient so far from 0 is where the true one is 0, 0 to 1
 */
public record SamplingError(double standardError, double low, double high, double p) {
    private static final double OUTSIDE = 0.05;

    /** Less is rounding. */
    private static final double LEAST = 1e-12;

    /**
     * That of a coefficient.
     *
     * @param squares of what the units contribute, each less their mean
     * @param units two or more
     * @return null when the units do not differ
     */
    static SamplingError of(double coefficient, double squares, long units) {
        double standardError = Math.sqrt(squares / ((double) units * (units - 1)));
        if (!(standardError > LEAST)) {
            return null;
        }
        TDistribution t = TDistribution.of(units - 1.0);
        double half = t.inverseSurvivalProbability(OUTSIDE / 2) * standardError;
        return new SamplingError(
                standardError,
                coefficient - half,
                Math.min(1, coefficient + half),
                2 * t.survivalProbability(Math.abs(coefficient) / standardError));
    }
}
