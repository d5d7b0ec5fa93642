package dev.interrater.coefficient;

import dev.interrater.coefficient.Units.RatedUnit;
import java.util.Arrays;
import java.util.List;

/**
 * How far annotators agree by chance who keep their own habits: the mean over every two of them, A. J. Conger (1980), "Integration and
 * generalization of kappas for multiple raters".
 */
final class CongerChance {
    private final int raters;

    /** What an answer of a rater adds to the chance of its unit. */
    private final double[][] gains;

    private final double constant;
    private final double chance;

    /** Of so many raters, two or more, in so many units. */
    CongerChance(List<RatedUnit> units, long count, int raters, double[][] weights) {
        this.raters = raters;
        int categories = weights.length;
        double[][] shares = new double[raters][categories];
        double[] answers = new double[raters];
        for (RatedUnit unit : units) {
            for (int i = 0; i < unit.raters().length; i++) {
                answers[unit.raters()[i]] += unit.unit().times();
                shares[unit.raters()[i]][unit.answers()[i]] += unit.unit().times();
            }
        }
        double[] sums = new double[categories];
        for (int rater = 0; rater < raters; rater++) {
            for (int value = 0; value < categories; value++) {
                shares[rater][value] /= answers[rater];
                sums[value] += shares[rater][value];
            }
        }
        double[] near = near(weights, sums);
        this.gains = new double[raters][];
        double withOneself = 0;
        double constants = 0;
        for (int rater = 0; rater < raters; rater++) {
            double[] own = shares[rater];
            double[] ownNear = near(weights, own);
            withOneself += UnitAgreement.dot(own, ownNear);
            double scale = count / answers[rater];
            double[] gain = new double[categories];
            for (int value = 0; value < categories; value++) {
                gain[value] = scale * (near[value] - ownNear[value]);
            }
            double usual = UnitAgreement.dot(own, gain);
            constants += usual / scale;
            gains[rater] = Arrays.stream(gain).map(of -> of - usual).toArray();
        }
        this.constant = constants;
        this.chance = (UnitAgreement.dot(sums, near) - withOneself) / pairs();
    }

    /** Over all units. */
    double chance() {
        return chance;
    }

    /** Of one unit. */
    double of(RatedUnit unit) {
        double sum = constant;
        for (int i = 0; i < unit.raters().length; i++) {
            sum += gains[unit.raters()[i]][unit.answers()[i]];
        }
        return sum / pairs();
    }

    private double pairs() {
        return raters * (raters - 1.0);
    }

    private static double[] near(double[][] weights, double[] frequencies) {
        return Arrays.stream(weights)
                .mapToDouble(row -> UnitAgreement.dot(row, frequencies))
                .toArray();
    }
}
